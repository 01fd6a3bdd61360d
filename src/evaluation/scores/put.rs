//! `PUT /v1/bids/{id}/scores`: the marks of one member for one bid.

use super::{
    super::{
        model::{CannotEvaluate, Panel, ensure_in_evaluation},
        store as seats,
    },
    model::{Mark, MarkGiven, ensure_competing, fit},
    policy::Score,
    store,
};
use crate::{bids::Bid, prelude::*};

/// Puts the caller's marks for a bid in the place of earlier ones; others stay. No other member
/// sees them until they are submitted.
pub fn put(
    tx: &mut Tx<'_>,
    call: &Call,
    bid: Id<Bid>,
    given: &[MarkGiven],
) -> Result<Recorded<Vec<Mark>>, Fault> {
    let found = seats::load_bid_for_assessor(tx.db(), bid, &call.actor)?;
    let (may, on) = found.open::<Score>(&call.actor)?;
    call.saw(on.bid.version)?;
    ensure_in_evaluation(&on.lot)?;
    ensure_competing(&on.bid)?;
    let user = call.person()?;
    let seat = on.assessor.seat.ok_or(No::Hidden)?;
    if seat.submitted {
        return Err(CannotEvaluate::Submitted.into());
    }
    fit(&on.lot, given).none()?;
    for mark in given {
        store::keep(tx, &on.bid, user, mark, call.at)?;
    }
    let mut own = store::of_bid(tx.db(), bid, &Panel { seats: vec![seat] })?;
    own.retain(|mark| mark.user_id == user);
    // Which criteria, never which marks: the log is read before the others have submitted.
    let keys: Vec<String> = given.iter().map(|mark| mark.criterion_key.to_string()).collect();
    let event = Event::of("scores.given", "bid", &bid).fact("criteria", keys);
    audit::record(tx, call, &may, event, own)
}
