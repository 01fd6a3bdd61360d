//! `GET /v1/bids/{id}/scores`.

use super::{super::store as seats, model::Mark, policy::ReadScores, store};
use crate::{bids::Bid, prelude::*};

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
    all.retain(|mark| {
        Some(mark.user_id) == actor.user() || (sees_all && submitted(mark.user_id))
    });
    Ok(all)
}
