//! Rows of agreed marks.

use diesel::prelude::*;

use super::{super::scores::MarkGiven, model::ConsensusMark};
use crate::{bids::Bid, db::schema::consensus_marks, opportunities::Lot, prelude::*};

pub fn keep(
    tx: &mut Tx<'_>,
    bid: &Bid,
    by: Id<User>,
    given: &MarkGiven,
    now: Instant,
) -> Result<(), Fault> {
    let key = given.criterion_key.as_str();
    let same = consensus_marks::bid_id.eq(bid.id).and(consensus_marks::criterion_key.eq(key));
    diesel::delete(consensus_marks::table.filter(same)).execute(tx.db())?;
    diesel::insert_into(consensus_marks::table)
        .values((
            consensus_marks::bid_id.eq(bid.id),
            consensus_marks::criterion_key.eq(key),
            consensus_marks::lot_id.eq(bid.lot),
            consensus_marks::mark.eq(given.mark),
            consensus_marks::rationale.eq(given.rationale.as_str()),
            consensus_marks::agreed_by.eq(by),
            consensus_marks::agreed_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// All agreed marks of a lot.
pub fn of_lot(db: &mut Db, lot: Id<Lot>) -> Result<Vec<ConsensusMark>, Fault> {
    Ok(consensus_marks::table
        .filter(consensus_marks::lot_id.eq(lot))
        .order((consensus_marks::bid_id, consensus_marks::criterion_key))
        .select(MARK)
        .load(db)?)
}

/// The agreed marks of a bid.
pub fn of_bid(db: &mut Db, bid: Id<Bid>) -> Result<Vec<ConsensusMark>, Fault> {
    Ok(consensus_marks::table
        .filter(consensus_marks::bid_id.eq(bid))
        .order(consensus_marks::criterion_key)
        .select(MARK)
        .load(db)?)
}

const MARK: (
    consensus_marks::bid_id,
    consensus_marks::criterion_key,
    consensus_marks::mark,
    consensus_marks::rationale,
) = (
    consensus_marks::bid_id,
    consensus_marks::criterion_key,
    consensus_marks::mark,
    consensus_marks::rationale,
);
