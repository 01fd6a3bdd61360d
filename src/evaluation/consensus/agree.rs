//! `PUT` and `GET /v1/bids/{id}/consensus`.

use super::{
    super::{
        model::{CannotEvaluate, Panel, ensure_in_evaluation},
        scores::{MarkGiven, ReadScores, ensure_competing, fit},
        store as seats,
    },
    model::ConsensusMark,
    policy::Agree,
    store,
};
use crate::{bids::Bid, opportunities::Lot, prelude::*};

fn ensure_all_submitted(db: &mut Db, lot: &Lot, panel: &Panel) -> Result<(), Fault> {
    if seats::all_submitted(db, lot.id, panel)? {
        Ok(())
    } else {
        Err(CannotEvaluate::NotAllSubmitted.into())
    }
}

/// The agreed marks of a bid, for readers of all marks.
pub fn read(db: &mut Db, actor: &Actor, bid: Id<Bid>) -> Result<Vec<ConsensusMark>, Fault> {
    let (found, panel) = seats::load_bid_and_panel(db, bid, actor)?;
    let (_, on) = found.open::<ReadScores>(actor)?;
    ensure_all_submitted(db, &on.lot, &panel)?;
    store::of_bid(db, bid)
}

/// Writes down the consensus marks of a bid. The marks that each member gave alone stay on record.
pub fn agree(
    tx: &mut Tx<'_>,
    call: &Call,
    bid: Id<Bid>,
    given: &[MarkGiven],
) -> Result<Recorded<Vec<ConsensusMark>>, Fault> {
    let (found, panel) = seats::load_bid_and_panel(tx.db(), bid, &call.actor)?;
    let (may, on) = found.open::<Agree>(&call.actor)?;
    call.saw(on.bid.version)?;
    ensure_in_evaluation(&on.lot)?;
    ensure_competing(&on.bid)?;
    ensure_all_submitted(tx.db(), &on.lot, &panel)?;
    fit(&on.lot, given).none()?;
    let by = call.person()?;
    for mark in given {
        store::keep(tx, &on.bid, by, mark, call.at)?;
    }
    let marks: Vec<String> =
        given.iter().map(|mark| format!("{} {}", mark.criterion_key, mark.mark)).collect();
    let event = Event::of("consensus.agreed", "bid", &bid).fact("marks", marks);
    let all = store::of_bid(tx.db(), bid)?;
    audit::record(tx, call, &may, event, all)
}
