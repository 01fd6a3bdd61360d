//! More time for the bids of a lot.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    mails::{self, tell},
    model::{Amendment, CannotAmend, Lot},
    policy::Amend,
    states::Phase,
    store,
};
use crate::{db::Lock, prelude::*};

/// A later deadline for a lot.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = AmendLot)]
pub struct NewTimes {
    /// The new deadline for bids, later than the one at present.
    #[schema(value_type = String, format = "date-time", example = "2026-10-22T12:00:00Z")]
    pub submissions_close_at: Instant,
    /// The new end of questions, not earlier than the one at present.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "date-time", example = "2026-10-08T12:00:00Z")]
    pub clarifications_close_at: Option<Instant>,
    /// The reason, which bidders are told.
    #[schema(value_type = String, max_length = 2000, example = "The site visit had to be moved.")]
    pub reason: Text<2_000>,
}

/// Moves the deadline of a lot that is open, later, with a reason; bidders and interested suppliers
/// are told.
pub fn amend(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Lot>,
    asked: &NewTimes,
) -> Result<Recorded<Lot>, Fault> {
    tx.db().lock_lot(id.as_str(), Lock::Whole)?;
    let (may, lot) = store::load_lot(tx.db(), id)?.open::<Amend>(&call.actor)?;
    call.saw(lot.version)?;
    lot.runs_here()?;
    let phase = lot.phase(call.at);
    let open_until = lot.submissions_close_at.filter(|_| phase == Phase::Open);
    let old = open_until.ok_or(CannotAmend::NotOpen(phase))?;
    if asked.submissions_close_at <= old {
        return Err(CannotAmend::Earlier(old).into());
    }
    let clarifications = asked.clarifications_close_at.or(lot.clarifications_close_at);
    let mut faults = Faults::new();
    if clarifications < lot.clarifications_close_at {
        faults.add("/clarifications_close_at", "earlier", "must not move earlier");
    } else if clarifications.is_some_and(|c| c >= asked.submissions_close_at) {
        faults.add("/clarifications_close_at", "order", "must be before bids close");
    }
    faults.none()?;
    let moved = Lot {
        submissions_close_at: Some(asked.submissions_close_at),
        clarifications_close_at: clarifications,
        ..lot
    };
    let moved = store::update(tx, moved, call.at, None)?;
    let made = Amendment {
        lot: id,
        reason: asked.reason.to_string(),
        old_close_at: old,
        new_close_at: asked.submissions_close_at,
        made_by: call.person()?,
        made_at: call.at,
    };
    store::insert_amendment(tx, &made)?;
    tell(tx, call, &moved, &mails::deadline_moved(&moved, &made))?;
    let event = Event::over("lot.deadline_moved", &moved)
        .fact("from", old.to_string())
        .fact("to", asked.submissions_close_at.to_string())
        .fact("clarifications_until", clarifications.map(|at| at.to_string()));
    audit::record(tx, call, &may, event, moved)
}
