//! Rows of marks and of their submission.

use diesel::prelude::*;

use super::model::{Mark, MarkGiven};
use crate::{
    bids::Bid,
    db::schema::{score_submissions, scores},
    kernel::Points,
    opportunities::Lot,
    prelude::*,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = scores)]
struct Row {
    bid_id: Id<Bid>,
    user_id: Id<User>,
    criterion_key: String,
    mark: i64,
    rationale: String,
    scored_at: Instant,
}

impl Row {
    fn into_mark(self) -> Result<Mark, Fault> {
        Ok(Mark {
            bid: self.bid_id,
            user: self.user_id,
            criterion: self.criterion_key,
            points: Points::from_hundredths(self.mark).ok_or_else(|| Fault::corrupt(&self.mark))?,
            rationale: self.rationale,
            at: self.scored_at,
        })
    }
}

pub fn of_bid(db: &mut Db, bid: Id<Bid>) -> Result<Vec<Mark>, Fault> {
    let rows: Vec<Row> = scores::table
        .filter(scores::bid_id.eq(bid))
        .order((scores::user_id, scores::criterion_key))
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(Row::into_mark).collect()
}

pub fn of_user(db: &mut Db, lot: Id<Lot>, user: Id<User>) -> Result<Vec<Mark>, Fault> {
    let rows: Vec<Row> = scores::table
        .filter(scores::lot_id.eq(lot).and(scores::user_id.eq(user)))
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(Row::into_mark).collect()
}

/// Keeps a mark, in the place of an earlier one by the same member.
pub fn keep(
    tx: &mut Tx<'_>,
    bid: &Bid,
    user: Id<User>,
    given: &MarkGiven,
    now: Instant,
) -> Result<(), Fault> {
    let key = given.criterion_key.as_str();
    let own =
        scores::bid_id.eq(bid.id).and(scores::user_id.eq(user)).and(scores::criterion_key.eq(key));
    diesel::delete(scores::table.filter(own)).execute(tx.db())?;
    diesel::insert_into(scores::table)
        .values((
            scores::bid_id.eq(bid.id),
            scores::user_id.eq(user),
            scores::criterion_key.eq(key),
            scores::lot_id.eq(bid.lot),
            scores::mark.eq(given.mark.hundredths()),
            scores::rationale.eq(given.rationale.as_str()),
            scores::scored_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn keep_submission(
    tx: &mut Tx<'_>,
    lot: Id<Lot>,
    user: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    diesel::insert_into(score_submissions::table)
        .values((
            score_submissions::lot_id.eq(lot),
            score_submissions::user_id.eq(user),
            score_submissions::submitted_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}
