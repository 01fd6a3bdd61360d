//! Rows of TOTP secrets.

use diesel::prelude::*;

use crate::{db::schema::totp_secrets, prelude::*};

/// An authenticator app as stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = totp_secrets)]
pub struct StoredTotp {
    pub sealed_secret: String,
    pub confirmed_at: Option<Instant>,
}

pub fn totp(db: &mut Db, user: Id<User>) -> Result<Option<StoredTotp>, Fault> {
    Ok(totp_secrets::table
        .filter(totp_secrets::user_id.eq(user))
        .select(StoredTotp::as_select())
        .first(db)
        .optional()?)
}

/// Puts a secret in the place of one that was never confirmed.
pub fn insert_totp(
    tx: &mut Tx<'_>,
    user: Id<User>,
    sealed: &str,
    now: Instant,
) -> Result<(), Fault> {
    delete_totp(tx, user)?;
    diesel::insert_into(totp_secrets::table)
        .values((
            totp_secrets::user_id.eq(user),
            totp_secrets::sealed_secret.eq(sealed),
            totp_secrets::last_step.eq(0),
            totp_secrets::made_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Uses a step up; no when it, or a later one, has been used before (SAFETY E12).
pub fn use_step(tx: &mut Tx<'_>, user: Id<User>, step: i64) -> Result<bool, Fault> {
    let mine = totp_secrets::user_id.eq(user).and(totp_secrets::last_step.lt(step));
    let changed = diesel::update(totp_secrets::table.filter(mine))
        .set(totp_secrets::last_step.eq(step))
        .execute(tx.db())?;
    Ok(changed == 1)
}

pub fn confirm_totp(tx: &mut Tx<'_>, user: Id<User>, now: Instant) -> Result<(), Fault> {
    diesel::update(totp_secrets::table.filter(totp_secrets::user_id.eq(user)))
        .set(totp_secrets::confirmed_at.eq(now))
        .execute(tx.db())?;
    Ok(())
}

pub fn delete_totp(tx: &mut Tx<'_>, user: Id<User>) -> Result<(), Fault> {
    diesel::delete(totp_secrets::table.filter(totp_secrets::user_id.eq(user))).execute(tx.db())?;
    Ok(())
}
