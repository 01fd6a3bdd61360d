//! Rows of marks and of their submission.

use diesel::prelude::*;

use super::{
    super::model::Panel,
    model::{Mark, MarkGiven},
};
use crate::{
    bids::Bid,
    db::schema::{score_submissions, scores, users},
    kernel::Points,
    opportunities::Lot,
    prelude::*,
};

type Row = (Id<User>, String, String, Points, String, Instant);

/// The marks for a bid, with the names of those who gave them.
pub fn of_bid(db: &mut Db, bid: Id<Bid>, panel: &Panel) -> Result<Vec<Mark>, Fault> {
    let rows: Vec<Row> = scores::table
        .inner_join(users::table.on(users::id.eq(scores::user_id)))
        .filter(scores::bid_id.eq(bid))
        .order((scores::user_id, scores::criterion_key))
        .select((
            scores::user_id,
            users::full_name,
            scores::criterion_key,
            scores::mark,
            scores::rationale,
            scores::scored_at,
        ))
        .load(db)?;
    let marks = rows.into_iter().map(|(user_id, full_name, criterion_key, mark, rationale, at)| {
        let organisation_names = panel.organisations_of(user_id);
        let scored_at = at;
        Mark { user_id, full_name, organisation_names, criterion_key, mark, rationale, scored_at }
    });
    Ok(marks.collect())
}

/// The bids and criteria that a member has marked.
pub fn marked(db: &mut Db, lot: Id<Lot>, user: Id<User>) -> Result<Vec<(Id<Bid>, String)>, Fault> {
    Ok(scores::table
        .filter(scores::lot_id.eq(lot).and(scores::user_id.eq(user)))
        .select((scores::bid_id, scores::criterion_key))
        .load(db)?)
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
            scores::mark.eq(given.mark),
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
