//! `GET /v1/lots/{id}/ranking`.

use super::{
    super::{model::CannotEvaluate, store as seats},
    model::LockedRanking,
    policy::ReadRanking,
    store,
};
use crate::{
    bids::{self, Bid},
    opportunities::Lot,
    prelude::*,
};

/// A ranking with the lot and the bids that it ranks.
#[derive(Debug, Clone)]
pub struct RankedLot {
    pub lot: Lot,
    pub bids: Vec<Bid>,
    pub locked: LockedRanking,
}

/// The ranking, for readers without a conflict with any bidder.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<RankedLot, Fault> {
    let (_, on) = seats::load_lot_for_assessor(db, lot, actor)?.open::<ReadRanking>(actor)?;
    let locked = store::load(db, lot)?.ok_or(CannotEvaluate::NotLocked)?;
    Ok(RankedLot { lot: on.lot, bids: bids::of_lot(db, lot)?, locked })
}
