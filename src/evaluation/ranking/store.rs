//! Rows of rankings.

use diesel::{dsl::exists, prelude::*};

use super::model::{LockedRanking, Ranking};
use crate::{
    db::{
        Json, Stale,
        schema::{consensus_marks, rankings, scores},
    },
    opportunities::Lot,
    prelude::*,
};

/// A ranking to keep: its canonical text and hash.
#[derive(Debug, Clone, Copy)]
pub struct NewRanking<'a> {
    pub lot: Id<Lot>,
    pub body: &'a str,
    pub sha256: &'a str,
    pub by: Id<User>,
    pub at: Instant,
}

/// Keeps the ranking, once.
pub fn keep(tx: &mut Tx<'_>, new: &NewRanking<'_>) -> Result<(), Fault> {
    let found: Option<String> = rankings::table
        .filter(rankings::lot_id.eq(new.lot))
        .select(rankings::sha256)
        .first(tx.db())
        .optional()?;
    if found.is_some() {
        return Err(Stale.into());
    }
    diesel::insert_into(rankings::table)
        .values((
            rankings::lot_id.eq(new.lot),
            rankings::body.eq(new.body),
            rankings::sha256.eq(new.sha256),
            rankings::locked_by.eq(new.by),
            rankings::locked_at.eq(new.at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The ranking as it stood when the consensus was locked, with its hash.
pub fn load(db: &mut Db, lot: Id<Lot>) -> Result<Option<LockedRanking>, Fault> {
    let row: Option<(Json<Ranking>, String)> = rankings::table
        .filter(rankings::lot_id.eq(lot))
        .select((rankings::body, rankings::sha256))
        .first(db)
        .optional()?;
    Ok(row.map(|(Json(ranking), sha256)| LockedRanking { ranking, sha256 }))
}

/// Whether a person has marked, agreed or locked anything about a lot, on the panel now or not.
pub fn has_judged(db: &mut Db, lot: Id<Lot>, user: Id<User>) -> Result<bool, Fault> {
    let marked = scores::table.filter(scores::lot_id.eq(lot).and(scores::user_id.eq(user)));
    let agreed = consensus_marks::lot_id.eq(lot).and(consensus_marks::agreed_by.eq(user));
    let locked = rankings::lot_id.eq(lot).and(rankings::locked_by.eq(user));
    let judged = exists(marked)
        .or(exists(consensus_marks::table.filter(agreed)))
        .or(exists(rankings::table.filter(locked)));
    Ok(diesel::select(judged).get_result(db)?)
}
