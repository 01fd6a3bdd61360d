//! Whether the suppliers to be awarded still meet the conditions of the lot: judged by their
//! profiles now, at the proposal and again at the approval.

use serde_json::{Map, Value, json};

use super::model::{DecidedLot, Decision, EligibilityNote, Proposal};
use crate::{
    bids::{self, Bid, Reason},
    kernel::FieldFault,
    opportunities::Lot,
    prelude::*,
};

/// A bid to award, its place in the decision, and the conditions that its supplier does not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptOut {
    place: usize,
    bid: Id<Bid>,
    supplier_name: String,
    unmet: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotAward {
    #[error(
        "a supplier does not meet a condition of this lot, see errors; give the reason for the award in eligibility_notes"
    )]
    Unmet(Vec<KeptOut>),
    #[error(
        "a supplier meets fewer conditions of this lot since the decision was proposed, see errors; send the decision back"
    )]
    Worse(Vec<KeptOut>),
}

impl CannotAward {
    fn all(&self) -> &[KeptOut] {
        match self {
            Self::Unmet(all) | Self::Worse(all) => all,
        }
    }
}

impl Refuse for CannotAward {
    fn kind(&self) -> Kind {
        kinds::NOT_ELIGIBLE
    }

    /// Places are those of the decision.
    fn errors(&self) -> Vec<FieldFault> {
        let told = self.all().iter().flat_map(|out| {
            out.unmet.iter().map(|one| {
                let error = one.error(format!("/bid_ids/{}", out.place));
                FieldFault { detail: format!("{}: {}", out.supplier_name, one.detail), ..error }
            })
        });
        told.collect()
    }

    fn members(&self) -> Map<String, Value> {
        let bids = self.all().iter();
        let bids = bids.map(|out| json!({ "bid_id": out.bid, "reasons": out.unmet }));
        Map::from_iter([("bids".to_owned(), bids.collect())])
    }
}

/// Refuses a bid whose supplier does not meet a condition, unless the chair has given the reason for
/// the award; returns the notes with the conditions that they are about.
pub fn noted(
    db: &mut Db,
    lot: &Lot,
    asked: &Proposal,
    now: Instant,
) -> Result<Vec<EligibilityNote>, Fault> {
    let (mut notes, mut left) = (Vec::new(), Vec::new());
    let bids = bids::of_lot(db, lot.id)?;
    for out in awarded(db, lot, &bids, &asked.bid_ids, now)? {
        let note = asked.eligibility_notes.iter().find(|note| note.bid_id == out.bid);
        if let Some(given) = note {
            let note = given.note.to_string();
            notes.push(EligibilityNote { bid_id: given.bid_id, note, unmet: out.unmet });
        } else if !out.unmet.is_empty() {
            left.push(out);
        }
    }
    if left.is_empty() { Ok(notes) } else { Err(CannotAward::Unmet(left).into()) }
}

/// Refuses if a supplier meets fewer conditions than when the decision was proposed: an approver
/// cannot approve a shortfall that the chair has not seen.
pub fn holds(
    db: &mut Db,
    decided: &DecidedLot,
    decision: &Decision,
    now: Instant,
) -> Result<(), Fault> {
    let mut worse = awarded(db, &decided.lot, &decided.bids, &decision.bid_ids, now)?;
    for out in &mut worse {
        let seen = decision.eligibility_notes.iter().filter(|note| note.bid_id == out.bid);
        let seen: Vec<&Reason> = seen.flat_map(|note| &note.unmet).collect();
        let covered = |now: &Reason, was: &Reason| {
            now.state < was.state || (now.state == was.state && now.detail == was.detail)
        };
        out.unmet.retain(|now| !seen.iter().any(|was| was.is_about(now) && covered(now, was)));
    }
    worse.retain(|out| !out.unmet.is_empty());
    if worse.is_empty() { Ok(()) } else { Err(CannotAward::Worse(worse).into()) }
}

fn awarded(
    db: &mut Db,
    lot: &Lot,
    opened: &[Bid],
    awarded: &[Id<Bid>],
    now: Instant,
) -> Result<Vec<KeptOut>, Fault> {
    let mut all = Vec::new();
    for (place, id) in awarded.iter().enumerate() {
        let Some(bid) = opened.iter().find(|bid| bid.id == *id) else { continue };
        let unmet = bids::unmet(db, lot, bid, now)?;
        all.push(KeptOut { place, bid: *id, supplier_name: bid.supplier_name.clone(), unmet });
    }
    Ok(all)
}
