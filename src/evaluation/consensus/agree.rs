//! `PUT /v1/bids/{id}/consensus`.

use super::{
    super::{
        model::{CannotEvaluate, ensure_in_evaluation},
        scores::{MarkGiven, ensure_competing, fit},
        store as seats,
    },
    model::ConsensusMark,
    policy::Agree,
    store,
};
use crate::{bids::Bid, prelude::*};

/// Writes down what the panel has agreed about a bid. The marks that each member gave alone stay
/// beside it.
pub fn agree(
    tx: &mut Tx<'_>,
    call: &Call,
    bid: Id<Bid>,
    given: &[MarkGiven],
) -> Result<Recorded<Vec<ConsensusMark>>, Fault> {
    let found = seats::load_bid_for_assessor(tx.db(), bid, &call.actor)?;
    let (may, on) = found.open::<Agree>(&call.actor)?;
    call.saw(on.bid.version)?;
    ensure_in_evaluation(&on.lot)?;
    ensure_competing(&on.bid)?;
    let panel = seats::panel(tx.db(), on.lot.id)?;
    if !seats::all_submitted(tx.db(), on.lot.id, &panel)? {
        return Err(CannotEvaluate::NotAllSubmitted.into());
    }
    fit(&on.lot, given).none()?;
    let by = call.actor.user().ok_or(No::Hidden)?;
    for mark in given {
        store::keep(tx, &on.bid, by, mark, call.at)?;
    }
    let marks: Vec<String> =
        given.iter().map(|mark| format!("{} {}", mark.criterion_key, mark.mark)).collect();
    let event = Event::of("consensus.agreed", "bid", &bid).fact("marks", marks);
    let mut all = store::of_lot(tx.db(), on.lot.id)?;
    all.retain(|mark| mark.bid == bid);
    audit::record(tx, call, &may, event, all)
}
