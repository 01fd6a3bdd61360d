//! Rows of agreed marks.

use diesel::prelude::*;

use super::{super::scores::MarkGiven, model::ConsensusMark};
use crate::{
    bids::Bid, db::schema::consensus_marks, kernel::Points, opportunities::Lot, prelude::*,
};

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
            consensus_marks::mark.eq(given.mark.hundredths()),
            consensus_marks::rationale.eq(given.rationale.as_str()),
            consensus_marks::agreed_by.eq(by),
            consensus_marks::agreed_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Everything that the panel has agreed about a lot.
pub fn of_lot(db: &mut Db, lot: Id<Lot>) -> Result<Vec<ConsensusMark>, Fault> {
    let rows: Vec<(Id<Bid>, String, i64, String)> = consensus_marks::table
        .filter(consensus_marks::lot_id.eq(lot))
        .order((consensus_marks::bid_id, consensus_marks::criterion_key))
        .select((
            consensus_marks::bid_id,
            consensus_marks::criterion_key,
            consensus_marks::mark,
            consensus_marks::rationale,
        ))
        .load(db)?;
    let read = |(bid, criterion, mark, rationale): (Id<Bid>, String, i64, String)| {
        let points = Points::from_hundredths(mark).ok_or_else(|| Fault::corrupt(&mark))?;
        Ok(ConsensusMark { bid, criterion, points, rationale })
    };
    rows.into_iter().map(read).collect()
}
