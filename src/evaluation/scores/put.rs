//! `PUT` and `GET /v1/bids/{id}/scores`: the marks for one bid.

use super::{
    super::{
        model::{CannotEvaluate, Panel, ensure_in_evaluation},
        store as seats,
    },
    model::{Mark, MarkGiven, ensure_competing, fit},
    policy::{ReadScores, Score},
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

/// The marks of a bid that this reader may see now: the reader's own always; those of others once
/// the reader has submitted, or, for readers who do not mark, once every marking member has.
pub fn read(db: &mut Db, actor: &Actor, bid: Id<Bid>) -> Result<Vec<Mark>, Fault> {
    let (found, panel) = seats::load_bid_and_panel(db, bid, actor)?;
    let (_, on) = found.open::<ReadScores>(actor)?;
    let sees_all = match on.assessor.seat.filter(|seat| seat.scores) {
        Some(seat) => seat.submitted,
        None => seats::all_submitted(db, on.lot.id, &panel)?,
    };
    let submitted = |user: Id<User>| panel.seat(user).is_some_and(|seat| seat.submitted);
    let mut all = store::of_bid(db, bid, &panel)?;
    all.retain(|mark| Some(mark.user_id) == actor.user() || (sees_all && submitted(mark.user_id)));
    Ok(all)
}
