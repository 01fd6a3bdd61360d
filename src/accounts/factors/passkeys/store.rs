//! Rows of passkeys, and of challenges that were answered.

use diesel::prelude::*;
use webauthn_rs::prelude::{AuthenticationResult, Passkey};

use super::model::{StoredPasskey, credential_id};
use crate::{
    db::{
        json,
        schema::{passkeys, spent_challenges},
    },
    prelude::*,
};

/// The passkeys of a user, oldest first. There are never many.
pub fn passkeys_of(db: &mut Db, user: Id<User>) -> Result<Vec<StoredPasskey>, Fault> {
    Ok(passkeys::table
        .filter(passkeys::user_id.eq(user))
        .order(passkeys::id)
        .select(StoredPasskey::as_select())
        .load(db)?)
}

/// A passkey by its credential id.
pub fn passkey_called(db: &mut Db, credential: &str) -> Result<Option<StoredPasskey>, Fault> {
    let own = passkeys::credential_id.eq(credential);
    Ok(passkeys::table.filter(own).select(StoredPasskey::as_select()).first(db).optional()?)
}

pub fn load_passkey(db: &mut Db, id: Id<Passkey>) -> Result<Guarded<StoredPasskey>, Fault> {
    let found = passkeys::table.find(id).select(StoredPasskey::as_select()).first(db).optional()?;
    Ok(Guarded::new(found.ok_or(No::Hidden)?))
}

pub fn insert_passkey(tx: &mut Tx<'_>, new: &StoredPasskey) -> Result<(), Fault> {
    diesel::insert_into(passkeys::table)
        .values((
            passkeys::id.eq(new.id),
            passkeys::user_id.eq(new.user),
            passkeys::credential_id.eq(credential_id(new.key.cred_id())),
            passkeys::credential.eq(json(&new.key)),
            passkeys::name.eq(&new.name),
            passkeys::made_at.eq(new.added_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Notes that a passkey was used, and what its device counts.
pub fn used_passkey(
    tx: &mut Tx<'_>,
    used: &StoredPasskey,
    result: &AuthenticationResult,
    now: Instant,
) -> Result<(), Fault> {
    let mut key = used.key.clone();
    key.update_credential(result);
    diesel::update(passkeys::table.filter(passkeys::id.eq(used.id)))
        .set((passkeys::credential.eq(json(&key)), passkeys::used_at.eq(now)))
        .execute(tx.db())?;
    Ok(())
}

pub fn delete_passkey(tx: &mut Tx<'_>, id: Id<Passkey>) -> Result<(), Fault> {
    diesel::delete(passkeys::table.filter(passkeys::id.eq(id))).execute(tx.db())?;
    Ok(())
}

/// Whether a challenge was spent before.
pub fn is_spent(db: &mut Db, id: &str) -> Result<bool, Fault> {
    let spent: i64 =
        spent_challenges::table.filter(spent_challenges::id.eq(id)).count().get_result(db)?;
    Ok(spent > 0)
}

/// Spends a challenge; no when it was spent before. Forgets those that nobody could answer any more.
pub fn spend_challenge(
    tx: &mut Tx<'_>,
    id: &str,
    until: Instant,
    now: Instant,
) -> Result<bool, Fault> {
    diesel::delete(spent_challenges::table.filter(spent_challenges::expires_at.lt(now)))
        .execute(tx.db())?;
    if is_spent(tx.db(), id)? {
        return Ok(false);
    }
    diesel::insert_into(spent_challenges::table)
        .values((spent_challenges::id.eq(id), spent_challenges::expires_at.eq(until)))
        .execute(tx.db())?;
    Ok(true)
}
