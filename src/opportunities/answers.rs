//! Bodies and answers that operations on opportunities and lots share.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    lots::LotView,
    model::Opportunity,
    reading,
    views::{self, OpportunityView},
};
use crate::{http::Answer, prelude::*};

/// The reason for an act.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Reason {
    /// The reason, which those concerned are told.
    #[schema(value_type = String, max_length = 2000, example = "The budget has been withdrawn.")]
    pub reason: Text<2_000>,
}

/// An opportunity as an operation left it, read in the operation's own transaction.
pub fn view(tx: &mut Tx<'_>, call: &Call, id: Id<Opportunity>) -> Result<OpportunityView, Fault> {
    Ok(views::opportunity(reading::read(tx.db(), &call.actor, id)?, call.at))
}

pub fn created(view: &OpportunityView) -> Answer {
    Answer::created(view, format!("/v1/opportunities/{}", view.id)).version(view.version)
}

/// Lets caches keep a published opportunity for a minute, and never past its next deadline (SAFETY
/// B15).
pub fn cached(answer: Answer, published: bool, lots: &[LotView], now: Instant) -> Answer {
    if !published {
        return answer;
    }
    let deadlines = lots.iter().filter_map(|view| view.lot.submissions_close_at);
    let next = deadlines.filter(|close| *close >= now).min();
    let left = next.map_or(60, |close| close.seconds() - now.seconds());
    answer.public(u32::try_from(left.clamp(0, 60)).unwrap_or(0))
}
