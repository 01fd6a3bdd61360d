//! Rows of declarations.

use diesel::prelude::*;

use super::{super::store::organisations, model::Declaration};
use crate::{
    access::User,
    bids::Bid,
    db::{
        Db, Fault, Tx,
        schema::{declarations, scores},
    },
    kernel::{Id, Instant},
    opportunities::Lot,
};

/// Keeps a declaration, in the place of an earlier one.
pub fn keep(tx: &mut Tx<'_>, lot: Id<Lot>, made: &Declaration) -> Result<(), Fault> {
    let conflicts =
        serde_json::to_string(&made.conflicts).map_err(|error| Fault::corrupt(&error))?;
    let own = declarations::lot_id.eq(lot).and(declarations::user_id.eq(made.user));
    let again = diesel::update(declarations::table.filter(own))
        .set((
            declarations::conflicts.eq(&conflicts),
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
                declarations::conflicts.eq(&conflicts),
                declarations::statement.eq(&made.statement),
                declarations::declared_at.eq(made.declared_at),
            ))
            .execute(tx.db())?;
    }
    Ok(())
}

pub fn of_lot(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Declaration>, Fault> {
    let rows: Vec<(Id<User>, String, String, Instant)> = declarations::table
        .filter(declarations::lot_id.eq(lot))
        .order(declarations::user_id)
        .select((
            declarations::user_id,
            declarations::conflicts,
            declarations::statement,
            declarations::declared_at,
        ))
        .load(db)?;
    let read = |(user, conflicts, statement, declared_at): (Id<User>, String, String, Instant)| {
        let conflicts = organisations(&conflicts)?;
        Ok(Declaration { user, conflicts, statement, declared_at })
    };
    rows.into_iter().map(read).collect()
}

/// Deletes the marks of a member for a bid with which a conflict has come to light.
pub fn void_marks(tx: &mut Tx<'_>, bid: Id<Bid>, user: Id<User>) -> Result<usize, Fault> {
    let own = scores::bid_id.eq(bid).and(scores::user_id.eq(user));
    Ok(diesel::delete(scores::table.filter(own)).execute(tx.db())?)
}
