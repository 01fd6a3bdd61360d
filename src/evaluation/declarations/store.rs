//! Rows of declarations.

use diesel::prelude::*;

use super::model::Declaration;
use crate::{
    bids::Bid,
    db::{
        Json, json,
        schema::{declarations, scores},
    },
    opportunities::Lot,
    prelude::*,
};

/// Keeps a declaration, in the place of an earlier one.
pub fn keep(tx: &mut Tx<'_>, lot: Id<Lot>, made: &Declaration) -> Result<(), Fault> {
    let own = declarations::lot_id.eq(lot).and(declarations::user_id.eq(made.user));
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
                declarations::user_id.eq(made.user),
                declarations::conflicts.eq(json(&made.conflicts)),
                declarations::statement.eq(&made.statement),
                declarations::declared_at.eq(made.declared_at),
            ))
            .execute(tx.db())?;
    }
    Ok(())
}

pub fn of_lot(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Declaration>, Fault> {
    let rows: Vec<Row> = declarations::table
        .filter(declarations::lot_id.eq(lot))
        .order(declarations::user_id)
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(Row::into_declaration).collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = declarations)]
struct Row {
    user_id: Id<User>,
    conflicts: Json<Vec<Id<Organisation>>>,
    statement: String,
    declared_at: Instant,
}

impl Row {
    fn into_declaration(self) -> Declaration {
        Declaration {
            user: self.user_id,
            conflicts: self.conflicts.0,
            statement: self.statement,
            declared_at: self.declared_at,
        }
    }
}

/// Deletes the marks of a member for a bid with which a conflict has come to light.
pub fn void_marks(tx: &mut Tx<'_>, bid: Id<Bid>, user: Id<User>) -> Result<usize, Fault> {
    let own = scores::bid_id.eq(bid).and(scores::user_id.eq(user));
    Ok(diesel::delete(scores::table.filter(own)).execute(tx.db())?)
}
