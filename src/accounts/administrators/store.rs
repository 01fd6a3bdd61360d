//! Rows of administrators.

use diesel::prelude::*;

use super::policy::ListAdministrators;
use crate::{
    access::Permit,
    accounts::{
        model::{Account, UserState},
        store as accounts,
    },
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
    Ok(query.order(users::id).limit(page.fetch()).select(Account::as_select()).load(db)?)
}

/// All administrators whose accounts are active.
pub fn active(db: &mut Db) -> Result<Vec<Account>, Fault> {
    Ok(users::table
        .filter(users::administrator)
        .filter(users::state.eq(UserState::Active))
        .order(users::id)
        .select(Account::as_select())
        .load(db)?)
}
