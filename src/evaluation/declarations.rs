//! `POST /v1/lots/{id}/declarations`: interests, once the bidders are known. No declaration, no bid.

use super::{
    model::{CannotEvaluate, LotUnderEvaluation},
    policy::{Declare, ReadPanel},
    store::{self, Declaration},
};
use crate::{
    access::{Actor, No, Organisation, Role},
    audit::{self, Call, Event, Recorded},
    bids::Bid,
    db::{Db, Fault, Tx},
    kernel::{Faults, Id, Text},
    opportunities::{self, Lot, LotState, Move},
};

/// What somebody declares.
#[derive(Debug, Clone)]
pub struct Declared {
    pub conflicts: Vec<Id<Organisation>>,
    pub statement: Text<4_000>,
}

/// Keeps a declaration, or a later one in its place. A conflict that comes to light after marking
/// takes the marks for that bid back. The first declaration starts the evaluation.
pub fn declare(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    asked: &Declared,
) -> Result<Recorded<Declaration>, Fault> {
    let (may, on) = store::load_lot(tx.db(), lot)?.open::<Declare>(&call.actor)?;
    call.saw(on.lot.version)?;
    may_declare(&on.lot)?;
    bidders_only(&on, &asked.conflicts).none()?;
    let user = call.actor.user().ok_or(No::Hidden)?;
    // A conflict stays, once it is declared, and who belongs to a bidder need not say so.
    let mut conflicts = asked.conflicts.clone();
    conflicts
        .extend(on.seat(Some(user)).and_then(|seat| seat.conflicts.clone()).unwrap_or_default());
    let bidders = on.bids.iter().flat_map(Bid::suppliers);
    conflicts.extend(bidders.filter(|bidder| call.actor.belongs_to(*bidder)));
    conflicts.sort();
    conflicts.dedup();
    let mut voided: Vec<Id<Bid>> = Vec::new();
    for bid in on.bids.iter().filter(|bid| bid.suppliers().any(|one| conflicts.contains(&one))) {
        if store::void_marks(tx, bid.id, user)? > 0 {
            voided.push(bid.id);
        }
    }
    let statement = asked.statement.to_string();
    let made = Declaration { user, conflicts, statement, declared_at: call.at };
    store::keep_declaration(tx, lot, &made)?;
    if on.lot.state == LotState::Opened {
        opportunities::move_lot(tx, &on.lot, Move::StartEvaluation, (call.at, None))?;
    }
    let ids = |all: &[Id<Organisation>]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    let event = Event::of("panel.declared", "lot", &lot)
        .fact("conflicts", ids(&made.conflicts))
        .fact("marks_voided", voided.iter().map(ToString::to_string).collect::<Vec<_>>());
    audit::record(tx, call, &may, event, made)
}

fn may_declare(lot: &Lot) -> Result<(), CannotEvaluate> {
    match (lot.state, lot.consensus_locked_at) {
        (LotState::Opened | LotState::InEvaluation, None) => Ok(()),
        (LotState::InEvaluation, Some(_)) => Err(CannotEvaluate::Locked),
        (LotState::Draft | LotState::Published, _) => Err(CannotEvaluate::NotOpened),
        (state, _) => Err(CannotEvaluate::NotInEvaluation(state)),
    }
}

fn bidders_only(on: &LotUnderEvaluation, conflicts: &[Id<Organisation>]) -> Faults {
    let mut faults = Faults::new();
    for (n, conflict) in conflicts.iter().enumerate() {
        if !on.bids.iter().flat_map(Bid::suppliers).any(|bidder| bidder == *conflict) {
            faults.add(format!("/conflicts/{n}"), "unknown-id", "names no bidder of this lot");
        }
    }
    faults
}

/// All declarations for approvers, the chair and auditors; one's own for the rest of the panel.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Vec<Declaration>, Fault> {
    let (_, on) = store::load_lot(db, lot)?.open::<ReadPanel>(actor)?;
    let mut all = store::declarations_of(db, lot)?;
    let chairs = on.chair().is_some_and(|chair| Some(chair.user) == actor.user());
    let buyer = on.lot.organisation;
    if !(chairs || actor.audits.covers(buyer) || actor.has(Role::Approver, buyer)) {
        all.retain(|made| Some(made.user) == actor.user());
    }
    Ok(all)
}
