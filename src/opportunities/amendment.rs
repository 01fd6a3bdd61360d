//! `POST /v1/lots/{id}/amendment` and `/cancellation`: what may change after publication.

use super::{
    mails,
    model::{Lot, Move, Phase},
    policy::{Amend, Cancel},
    store,
    store_lots::{self, Amendment},
};
use crate::{
    audit::{self, Call, Event, Recorded},
    db::{Fault, Lock, Tx},
    kernel::{Faults, Id, Instant, Kind, Refuse, Text, kinds},
    outbox::{self, Addressee, Letter},
    suppliers,
};

#[derive(Debug, Clone)]
pub struct NewTimes {
    pub submissions_close_at: Instant,
    pub clarifications_close_at: Option<Instant>,
    pub reason: Text<2_000>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAmend {
    #[error("only a lot that takes bids can be given more time; this one is {0}")]
    NotOpen(&'static str),
    #[error("a deadline only moves later; bids close at {0} now")]
    Earlier(Instant),
    #[error("a contract was signed for this lot: the lot cannot be cancelled any more")]
    Signed,
}

impl Refuse for CannotAmend {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

/// Moves the deadline of a lot that is open, later, with a reason; everybody concerned is told.
pub fn amend(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Lot>,
    asked: &NewTimes,
) -> Result<Recorded<Lot>, Fault> {
    tx.db().lock_lot(id.as_str(), Lock::Whole)?;
    let (may, lot) = store_lots::load_lot(tx.db(), id)?.open::<Amend>(&call.actor)?;
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
    let moved = store_lots::extend(tx, moved, call.at)?;
    let made = Amendment {
        lot: id,
        reason: asked.reason.to_string(),
        old_close_at: old,
        new_close_at: asked.submissions_close_at,
        made_by: call.actor.user().ok_or(CannotAmend::NotOpen("nobody's"))?,
        made_at: call.at,
    };
    store_lots::insert_amendment(tx, &made)?;
    let letter = mails::deadline_moved(&call.app.config.public_url, &moved, &made);
    tell(tx, call, &moved, &letter)?;
    let event = Event::of("lot.deadline_moved", "lot", &id)
        .versions(moved.version - 1, moved.version)
        .fact("from", old.to_string())
        .fact("to", asked.submissions_close_at.to_string())
        .fact("clarifications_until", clarifications.map(|at| at.to_string()));
    audit::record(tx, call, &may, event, moved)
}

/// Ends a lot for good, with a reason; who has a draft or a bid is told.
pub fn cancel(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Lot>,
    reason: &Text<2_000>,
) -> Result<Recorded<Lot>, Fault> {
    tx.db().lock_lot(id.as_str(), Lock::Whole)?;
    let (may, lot) = store_lots::load_lot(tx.db(), id)?.open::<Cancel>(&call.actor)?;
    call.saw(lot.version)?;
    lot.runs_here()?;
    if store_lots::is_signed_for(tx.db(), id)? {
        return Err(CannotAmend::Signed.into());
    }
    let letter = mails::cancelled(&call.app.config.public_url, &lot, reason.as_str());
    tell(tx, call, &lot, &letter)?;
    let moved = store_lots::move_lot(tx, &lot, Move::Cancel, (call.at, Some(reason.as_str())))?;
    let event = Event::of("lot.cancelled", "lot", &id)
        .versions(lot.version, moved.version)
        .fact("reason", reason.as_str());
    audit::record(tx, call, &may, event, moved)
}

/// Bidders and those who asked to hear of the themes, each once, none of the others.
fn tell(tx: &mut Tx<'_>, call: &Call, lot: &Lot, letter: &Letter) -> Result<(), Fault> {
    let mut all: Vec<Addressee> = store_lots::bidders(tx.db(), lot.id, call.at)?;
    let (_, opportunity) =
        store::load(tx.db(), lot.opportunity)?.open::<super::policy::Read>(&call.actor)?;
    all.extend(suppliers::interested_in(tx.db(), &opportunity.content.themes)?);
    all.sort_by_key(|to| to.user);
    all.dedup_by_key(|to| to.user);
    for to in &all {
        outbox::send(tx, call, to, letter)?;
    }
    Ok(())
}
