//! Rows of declarations.

use diesel::prelude::*;

use super::{super::model::Panel, model::Declaration};
use crate::{
    bids::Bid,
    db::{
        Json, json,
        schema::{declarations, scores, users},
    },
    opportunities::Lot,
    prelude::*,
};

/// Keeps a declaration, in the place of an earlier one.
pub fn keep(tx: &mut Tx<'_>, lot: Id<Lot>, made: &Declaration) -> Result<(), Fault> {
    let own = declarations::lot_id.eq(lot).and(declarations::user_id.eq(made.user_id));
    let again = diesel::update(declarations::table.filter(own))
        .set((
            declarations::conflicts.eq(json(&made.conflicts)),
            declarations::statement.eq(&made.statement),
            declarations::declared_at.eq(made.declared_at),
            declarations::version.eq(declarations::version + 1),
        ))
        .execute(tx.db())?;
    if again == 0 {
        diesel::insert_into(declarations::table)
            .values((
                declarations::lot_id.eq(lot),
                declarations::user_id.eq(made.user_id),
                declarations::conflicts.eq(json(&made.conflicts)),
                declarations::statement.eq(&made.statement),
                declarations::declared_at.eq(made.declared_at),
            ))
            .execute(tx.db())?;
    }
    Ok(())
}

/// The declarations of a lot, with the names of those who made them.
pub fn of_lot(db: &mut Db, lot: Id<Lot>, panel: &Panel) -> Result<Vec<Declaration>, Fault> {
    let rows: Vec<Row> = declarations::table
        .inner_join(users::table.on(users::id.eq(declarations::user_id)))
        .filter(declarations::lot_id.eq(lot))
        .order(declarations::user_id)
        .select((
            declarations::user_id,
            users::full_name,
            declarations::conflicts,
            declarations::statement,
            declarations::declared_at,
        ))
        .load(db)?;
    let made = rows.into_iter().map(|(user_id, full_name, conflicts, statement, declared_at)| {
        let (conflicts, organisation_names) = (conflicts.0, panel.organisations_of(user_id));
        Declaration { user_id, full_name, organisation_names, conflicts, statement, declared_at }
    });
    Ok(made.collect())
}

type Row = (Id<User>, String, Json<Vec<Id<Organisation>>>, String, Instant);

/// Deletes the marks of a member for a bid with which a conflict has come to light.
pub fn void_marks(tx: &mut Tx<'_>, bid: Id<Bid>, user: Id<User>) -> Result<usize, Fault> {
    let own = scores::bid_id.eq(bid).and(scores::user_id.eq(user));
    Ok(diesel::delete(scores::table.filter(own)).execute(tx.db())?)
}
