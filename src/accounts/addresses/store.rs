//! Rows of changes of address.

use diesel::prelude::*;

use crate::{
    accounts::model::Account,
    db::{
        once,
        schema::{email_changes as changes, users},
    },
    prelude::*,
};

/// An address that is to change, or has.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = changes)]
pub struct AddressChange {
    pub id: Id<AddressChange>,
    pub user_id: Id<User>,
    pub old_email: String,
    pub new_email: String,
    pub confirm_hash: String,
    pub undo_hash: String,
    pub asked_at: Instant,
    pub confirm_until: Instant,
    pub confirmed_at: Option<Instant>,
    pub undone_at: Option<Instant>,
}

pub fn insert(tx: &mut Tx<'_>, change: &AddressChange) -> Result<(), Fault> {
    diesel::insert_into(changes::table).values(change.clone()).execute(tx.db())?;
    Ok(())
}

/// The change that a token confirms, if it still can.
pub fn to_confirm(db: &mut Db, hash: &str, now: Instant) -> Result<Option<AddressChange>, Fault> {
    let waiting = changes::confirmed_at.is_null().and(changes::undone_at.is_null());
    Ok(changes::table
        .filter(changes::confirm_hash.eq(hash).and(waiting))
        .filter(changes::confirm_until.gt(now))
        .select(AddressChange::as_select())
        .first(db)
        .optional()?)
}

/// The change that a token takes back, if nobody has.
pub fn to_undo(db: &mut Db, hash: &str) -> Result<Option<AddressChange>, Fault> {
    Ok(changes::table
        .filter(changes::undo_hash.eq(hash).and(changes::undone_at.is_null()))
        .select(AddressChange::as_select())
        .first(db)
        .optional()?)
}

pub fn confirm(tx: &mut Tx<'_>, id: Id<AddressChange>, now: Instant) -> Result<(), Fault> {
    diesel::update(changes::table.filter(changes::id.eq(id)))
        .set(changes::confirmed_at.eq(now))
        .execute(tx.db())?;
    Ok(())
}

/// Voids the changes that wait for confirmation: after a new password none of them counts.
pub fn void(tx: &mut Tx<'_>, user: Id<User>, now: Instant) -> Result<(), Fault> {
    let waiting = changes::user_id.eq(user).and(changes::confirmed_at.is_null());
    diesel::update(changes::table.filter(waiting.and(changes::confirm_until.gt(now))))
        .set(changes::confirm_until.eq(now))
        .execute(tx.db())?;
    Ok(())
}

/// Cancels a change with all that were asked for since or wait for confirmation: an attacker may have
/// changed the address more than once.
pub fn undo(tx: &mut Tx<'_>, change: &AddressChange, now: Instant) -> Result<(), Fault> {
    let mine = changes::user_id.eq(change.user_id).and(changes::undone_at.is_null());
    let since = changes::asked_at.ge(change.asked_at).or(changes::confirmed_at.is_null());
    diesel::update(changes::table.filter(mine.and(since)))
        .set(changes::undone_at.eq(now))
        .execute(tx.db())?;
    Ok(())
}

/// Gives an account another address, over the version that was read.
pub fn move_to(tx: &mut Tx<'_>, account: Account, email: &str) -> Result<Account, Fault> {
    let read = users::id.eq(account.id).and(users::version.eq(account.version));
    let changed = diesel::update(users::table.filter(read))
        .set((
            users::email.eq(email),
            users::password_hash.eq(&account.password_hash),
            users::version.eq(users::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)?;
    Ok(Account { email: email.to_owned(), version: account.version + 1, ..account })
}
