//! `POST /v1/lots/{id}/amendment`: more time.

use super::{
    letters::tell,
    mails,
    model::{Amendment, CannotAmend, Lot, Phase},
    policy::Amend,
    store,
};
use crate::{db::Lock, prelude::*};

#[derive(Debug, Clone)]
pub struct NewTimes {
    pub submissions_close_at: Instant,
    pub clarifications_close_at: Option<Instant>,
    pub reason: Text<2_000>,
}

/// Moves the deadline of a lot that is open, later, with a reason; bidders and interested suppliers are told.
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
    let old = match (lot.phase(call.at), lot.submissions_close_at) {
        (Phase::Open, Some(old)) => old,
        (Phase::Open | Phase::Closed, _) => return Err(CannotAmend::NotOpen("closed").into()),
        (Phase::Settled(state), _) => return Err(CannotAmend::NotOpen(state.as_str()).into()),
    };
    if asked.submissions_close_at <= old {
        return Err(CannotAmend::Earlier(old).into());
    }
    let clarifications = asked.clarifications_close_at.or(lot.clarifications_close_at);
    if clarifications < lot.clarifications_close_at {
        let mut faults = Faults::new();
        faults.add("/clarifications_close_at", "earlier", "must not move earlier");
        faults.none()?;
    }
    if clarifications.is_some_and(|c| c >= asked.submissions_close_at) {
        let mut faults = Faults::new();
        faults.add("/clarifications_close_at", "order", "must be before bids close");
        faults.none()?;
    }
    let moved = Lot {
        submissions_close_at: Some(asked.submissions_close_at),
        clarifications_close_at: clarifications,
        ..lot
    };
    let moved = store::extend(tx, moved, call.at)?;
    let made = Amendment {
        lot: id,
        reason: asked.reason.to_string(),
        old_close_at: old,
        new_close_at: asked.submissions_close_at,
        made_by: call.actor.user().ok_or(CannotAmend::NotOpen("nobody's"))?,
        made_at: call.at,
    };
    store::insert_amendment(tx, &made)?;
    tell(tx, call, &moved, &mails::deadline_moved(&moved, &made))?;
    let event = Event::of("lot.deadline_moved", "lot", &id)
        .versions(moved.version - 1, moved.version)
        .fact("from", old.to_string())
        .fact("to", asked.submissions_close_at.to_string())
        .fact("clarifications_until", clarifications.map(|at| at.to_string()));
    audit::record(tx, call, &may, event, moved)
}
