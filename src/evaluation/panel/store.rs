//! Rows of seats.

use diesel::prelude::*;

use super::super::model::Seat;
use crate::{
    db::schema::{members, organisations, panel_members, score_submissions},
    opportunities::Lot,
    prelude::*,
};

pub fn insert(tx: &mut Tx<'_>, lot: Id<Lot>, seat: &Seat, by: Id<User>) -> Result<(), Fault> {
    diesel::insert_into(panel_members::table)
        .values((
            panel_members::lot_id.eq(lot),
            panel_members::user_id.eq(seat.user_id),
            panel_members::role.eq(seat.role),
            panel_members::scores.eq(seat.scores),
            panel_members::appointed_by.eq(by),
            panel_members::appointed_at.eq(seat.appointed_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// The names of the organisations to which a person belongs.
pub fn organisations_of(db: &mut Db, user: Id<User>) -> Result<Vec<String>, Fault> {
    Ok(members::table
        .inner_join(organisations::table.on(organisations::id.eq(members::organisation_id)))
        .filter(members::user_id.eq(user))
        .order(organisations::name)
        .select(organisations::name)
        .load(db)?)
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
