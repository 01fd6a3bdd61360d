//! Rows of seats.

use diesel::prelude::*;

use super::super::model::Seat;
use crate::{
    db::schema::{panel_members, score_submissions},
    opportunities::Lot,
    prelude::*,
};

pub fn insert(tx: &mut Tx<'_>, lot: Id<Lot>, seat: &Seat, by: Id<User>) -> Result<(), Fault> {
    diesel::insert_into(panel_members::table)
        .values((
            panel_members::lot_id.eq(lot),
            panel_members::user_id.eq(seat.user),
            panel_members::role.eq(seat.role.as_str()),
            panel_members::scores.eq(seat.scores),
            panel_members::appointed_by.eq(by),
            panel_members::appointed_at.eq(seat.appointed_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn has_submitted(db: &mut Db, lot: Id<Lot>, user: Id<User>) -> Result<bool, Fault> {
    let own = score_submissions::lot_id.eq(lot).and(score_submissions::user_id.eq(user));
    let count: i64 = score_submissions::table.filter(own).count().get_result(db)?;
    Ok(count > 0)
}

pub fn delete(tx: &mut Tx<'_>, lot: Id<Lot>, user: Id<User>) -> Result<(), Fault> {
    let own = panel_members::lot_id.eq(lot).and(panel_members::user_id.eq(user));
    let gone = diesel::delete(panel_members::table.filter(own)).execute(tx.db())?;
    if gone == 1 { Ok(()) } else { Err(No::Hidden.into()) }
}
