//! `GET /v1/bids/{id}/consensus`.

use super::{
    super::{model::CannotEvaluate, scores::ReadScores, store as seats},
    model::ConsensusMark,
    store,
};
use crate::{bids::Bid, prelude::*};

/// The agreed marks of a bid, for readers of all marks.
pub fn read(db: &mut Db, actor: &Actor, bid: Id<Bid>) -> Result<Vec<ConsensusMark>, Fault> {
    let (_, on) = seats::load_bid_for_assessor(db, bid, actor)?.open::<ReadScores>(actor)?;
    let panel = seats::panel(db, on.lot.id)?;
    if !seats::all_submitted(db, on.lot.id, &panel)? {
        return Err(CannotEvaluate::NotAllSubmitted.into());
    }
    let mut all = store::of_lot(db, on.lot.id)?;
    all.retain(|mark| mark.bid == bid);
    Ok(all)
}
