//! Rows of administrators.

use diesel::prelude::*;

use super::policy::ListAdministrators;
use crate::{
    access::Permit,
    accounts::{model::Account, store as accounts, store::Row},
    db::schema::users,
    prelude::*,
};

/// An administrator: nobody else has duties.
pub fn load(db: &mut Db, id: Id<User>) -> Result<Guarded<Account>, Fault> {
    let account = accounts::account(db, id)?;
    if account.administrator { Ok(Guarded::new(account)) } else { Err(No::Hidden.into()) }
}

/// A page of administrators, in the order in which they came.
pub fn list(
    db: &mut Db,
    _: &Permit<ListAdministrators>,
    page: &PageOf,
) -> Result<Vec<Account>, Fault> {
    let mut query = users::table.filter(users::administrator).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(users::id.gt(after.to_owned()));
    }
    let rows: Vec<Row> =
        query.order(users::id).limit(page.fetch()).select(Row::as_select()).load(db)?;
    rows.into_iter().map(Row::into_account).collect()
}

/// All administrators whose accounts are active.
pub fn active(db: &mut Db) -> Result<Vec<Account>, Fault> {
    let rows: Vec<Row> = users::table
        .filter(users::administrator)
        .filter(users::state.eq("active"))
        .order(users::id)
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter().map(Row::into_account).collect()
}
