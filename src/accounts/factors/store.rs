//! Rows of second steps that wait for a factor, and of all factors of a user together.

use diesel::prelude::*;

use super::{
    recovery_codes::store::replace_codes,
    totp::store::{delete_totp, totp},
};
use crate::{
    db::schema::{passkeys, second_steps},
    prelude::*,
};

/// Takes every factor of a user away.
pub fn delete_all(tx: &mut Tx<'_>, user: Id<User>) -> Result<(), Fault> {
    delete_totp(tx, user)?;
    replace_codes(tx, user, &[])?;
    diesel::delete(passkeys::table.filter(passkeys::user_id.eq(user))).execute(tx.db())?;
    diesel::delete(second_steps::table.filter(second_steps::user_id.eq(user))).execute(tx.db())?;
    Ok(())
}

/// Whether a user has an authenticator app or a passkey.
pub fn has_factor(db: &mut Db, user: Id<User>) -> Result<bool, Fault> {
    if totp(db, user)?.is_some_and(|totp| totp.confirmed_at.is_some()) {
        return Ok(true);
    }
    let keys: i64 = passkeys::table.filter(passkeys::user_id.eq(user)).count().get_result(db)?;
    Ok(keys > 0)
}

/// A right password that waits for its second factor.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = second_steps)]
pub struct StoredStep {
    pub token_hash: String,
    pub user_id: Id<User>,
    /// The hash that was compared: a password changed meanwhile signs nobody in.
    pub password_hash: String,
    pub user_agent: Option<String>,
    /// The device that this account was signed in to before, if it was.
    pub device_hash: Option<String>,
    pub wrong: i64,
    pub expires_at: Instant,
}

/// Forgets the steps that ran out, and keeps this one.
pub fn insert_step(tx: &mut Tx<'_>, step: &StoredStep, now: Instant) -> Result<(), Fault> {
    diesel::delete(second_steps::table.filter(second_steps::expires_at.lt(now)))
        .execute(tx.db())?;
    diesel::insert_into(second_steps::table).values(step).execute(tx.db())?;
    Ok(())
}

pub fn step(db: &mut Db, hash: &str, now: Instant) -> Result<Option<StoredStep>, Fault> {
    Ok(second_steps::table
        .filter(second_steps::token_hash.eq(hash).and(second_steps::expires_at.gt(now)))
        .select(StoredStep::as_select())
        .first(db)
        .optional()?)
}

pub fn wrong_step(tx: &mut Tx<'_>, step: &StoredStep) -> Result<(), Fault> {
    diesel::update(second_steps::table.filter(second_steps::token_hash.eq(&step.token_hash)))
        .set(second_steps::wrong.eq(step.wrong + 1))
        .execute(tx.db())?;
    Ok(())
}

pub fn delete_step(tx: &mut Tx<'_>, hash: &str) -> Result<(), Fault> {
    diesel::delete(second_steps::table.filter(second_steps::token_hash.eq(hash)))
        .execute(tx.db())?;
    Ok(())
}

/// The steps of a user that wait are of no use any more: the password or a factor has changed.
pub fn delete_steps_of(tx: &mut Tx<'_>, user: Id<User>) -> Result<(), Fault> {
    diesel::delete(second_steps::table.filter(second_steps::user_id.eq(user))).execute(tx.db())?;
    Ok(())
}
