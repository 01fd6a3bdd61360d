//! Answers with an opportunity or a lot.

use super::{
    lots::Lot,
    model::Opportunity,
    reading,
    views::{self, OpportunityView},
};
use crate::{http::Answer, prelude::*};

/// An opportunity as an operation left it, read in the operation's own transaction.
pub fn view(tx: &mut Tx<'_>, call: &Call, id: Id<Opportunity>) -> Result<OpportunityView, Fault> {
    Ok(views::opportunity(&reading::read(tx.db(), &call.actor, id)?, call.at))
}

pub fn created(view: &OpportunityView) -> Answer {
    Answer::created(view, format!("/v1/opportunities/{}", view.id)).version(view.version)
}

pub fn changed(view: &OpportunityView) -> Answer {
    Answer::ok(view).version(view.version)
}

/// Lets caches keep a published opportunity for a minute, and never past its next deadline (SAFETY
/// B15).
pub fn cached(answer: Answer, published: bool, lots: &[Lot], now: Instant) -> Answer {
    if !published {
        return answer;
    }
    let next = lots.iter().filter_map(|lot| lot.submissions_close_at).filter(|c| *c >= now).min();
    let left = next.map_or(60, |close| close.seconds() - now.seconds());
    answer.public(u32::try_from(left.clamp(0, 60)).unwrap_or(0))
}
