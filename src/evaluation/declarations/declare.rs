//! `POST` and `GET /v1/lots/{id}/declarations`.

use super::{
    super::{
        model::{CannotEvaluate, PanelRole},
        panel::ReadPanel,
        store as seats,
    },
    model::{Declaration, Declared},
    policy::Declare,
    store,
};
use crate::{
    bids::{self, Bid},
    opportunities::{self, Lot, LotState, Move},
    prelude::*,
};

/// Keeps a declaration, or a later one in its place. A conflict that comes to light after marking
/// takes the marks for that bid back. The first declaration starts the evaluation.
pub fn declare(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    asked: &Declared,
) -> Result<Recorded<Declaration>, Fault> {
    let found = seats::load_lot_for_member(tx.db(), lot, &call.actor)?;
    let (may, on) = found.open::<Declare>(&call.actor)?;
    call.saw(on.lot.version)?;
    ensure_opened(&on.lot)?;
    let bids = bids::of_lot(tx.db(), lot)?;
    bidders_only(&bids, &asked.conflicts).none()?;
    let user = call.person()?;
    // A conflict stays, once it is declared, and a bidder's member need not declare that.
    let mut conflicts = asked.conflicts.clone();
    let seat = on.seat.ok_or(No::Hidden)?;
    conflicts.extend(seat.conflicts);
    let bidders = bids.iter().flat_map(Bid::suppliers);
    conflicts.extend(bidders.filter(|bidder| call.actor.belongs_to(*bidder)));
    conflicts.sort();
    conflicts.dedup();
    let mut voided: Vec<Id<Bid>> = Vec::new();
    for bid in bids.iter().filter(|bid| bid.suppliers().any(|one| conflicts.contains(&one))) {
        if store::void_marks(tx, bid.id, user)? > 0 {
            voided.push(bid.id);
        }
    }
    let made = Declaration {
        user_id: user,
        full_name: seat.full_name,
        organisation_names: seat.organisation_names,
        conflicts,
        statement: asked.statement.to_string(),
        declared_at: call.at,
    };
    store::keep(tx, lot, &made)?;
    if on.lot.state == LotState::Opened {
        opportunities::move_lot(tx, &on.lot, Move::StartEvaluation, call.at, None)?;
    }
    let ids = |all: &[Id<Organisation>]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    let event = Event::of("panel.declared", "lot", &lot)
        .fact("conflicts", ids(&made.conflicts))
        .fact("marks_voided", voided.iter().map(ToString::to_string).collect::<Vec<_>>());
    audit::record(tx, call, &may, event, made)
}

/// All declarations for approvers, the chair and auditors; their own for other members of the panel.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Vec<Declaration>, Fault> {
    let (found, panel) = seats::load_lot_and_panel(db, lot, actor)?;
    let (_, on) = found.open::<ReadPanel>(actor)?;
    let mut all = store::of_lot(db, lot, &panel)?;
    let chairs = on.seat.is_some_and(|seat| seat.role == PanelRole::Chair);
    let buyer = on.lot.organisation;
    if !(chairs || actor.audits.covers(buyer) || actor.has(Role::Approver, buyer)) {
        all.retain(|made| Some(made.user_id) == actor.user());
    }
    Ok(all)
}

fn ensure_opened(lot: &Lot) -> Result<(), CannotEvaluate> {
    match (lot.state, lot.consensus_locked_at) {
        (LotState::Opened | LotState::InEvaluation, None) => Ok(()),
        (LotState::InEvaluation, Some(_)) => Err(CannotEvaluate::Locked),
        (LotState::Draft | LotState::Published, _) => Err(CannotEvaluate::NotOpened),
        (state, _) => Err(CannotEvaluate::NotInEvaluation(state)),
    }
}

fn bidders_only(bids: &[Bid], conflicts: &[Id<Organisation>]) -> Faults {
    let mut faults = Faults::new();
    for (n, conflict) in conflicts.iter().enumerate() {
        if !bids.iter().flat_map(Bid::suppliers).any(|bidder| bidder == *conflict) {
            faults.add(format!("/conflicts/{n}"), "unknown-id", "must be a bidder of this lot");
        }
    }
    faults
}
