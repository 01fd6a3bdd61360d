//! Rows of passkeys, and of challenges that were answered.

use diesel::prelude::*;
use webauthn_rs::prelude::{AuthenticationResult, Passkey};

use super::model::{StoredPasskey, credential_id};
use crate::{
    db::schema::{passkeys, spent_challenges},
    prelude::*,
};

type Row = (Id<Passkey>, Id<User>, String, String, Instant, Option<Instant>);

const COLUMNS: (
    passkeys::id,
    passkeys::user_id,
    passkeys::credential,
    passkeys::name,
    passkeys::made_at,
    passkeys::used_at,
) = (
    passkeys::id,
    passkeys::user_id,
    passkeys::credential,
    passkeys::name,
    passkeys::made_at,
    passkeys::used_at,
);

fn into_passkey(row: Row) -> Result<StoredPasskey, Fault> {
    let (id, user, credential, name, made_at, used_at) = row;
    let key = serde_json::from_str(&credential).map_err(|error| Fault::corrupt(&error))?;
    Ok(StoredPasskey { id, user, key, name, made_at, used_at })
}

/// The passkeys of a user, oldest first. There are never many.
pub fn passkeys_of(db: &mut Db, user: Id<User>) -> Result<Vec<StoredPasskey>, Fault> {
    let rows: Vec<Row> = passkeys::table
        .filter(passkeys::user_id.eq(user))
        .order(passkeys::id)
        .select(COLUMNS)
        .load(db)?;
    rows.into_iter().map(into_passkey).collect()
}

/// A passkey by what it calls itself.
pub fn passkey_called(db: &mut Db, credential: &str) -> Result<Option<StoredPasskey>, Fault> {
    let row: Option<Row> = passkeys::table
        .filter(passkeys::credential_id.eq(credential))
        .select(COLUMNS)
        .first(db)
        .optional()?;
    row.map(into_passkey).transpose()
}

pub fn load_passkey(db: &mut Db, id: Id<Passkey>) -> Result<Guarded<StoredPasskey>, Fault> {
    let row: Option<Row> =
        passkeys::table.filter(passkeys::id.eq(id)).select(COLUMNS).first(db).optional()?;
    Ok(Guarded::new(into_passkey(row.ok_or(No::Hidden)?)?))
}

fn written(key: &Passkey) -> Result<String, Fault> {
    serde_json::to_string(key).map_err(|error| Fault::corrupt(&error))
}

pub fn insert_passkey(tx: &mut Tx<'_>, new: &StoredPasskey) -> Result<(), Fault> {
    diesel::insert_into(passkeys::table)
        .values((
            passkeys::id.eq(new.id),
            passkeys::user_id.eq(new.user),
            passkeys::credential_id.eq(credential_id(new.key.cred_id())),
            passkeys::credential.eq(written(&new.key)?),
            passkeys::name.eq(&new.name),
            passkeys::made_at.eq(new.made_at),
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
        .set((passkeys::credential.eq(written(&key)?), passkeys::used_at.eq(now)))
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
