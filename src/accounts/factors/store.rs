//! Rows of second factors and of what is between a password and the second step.

use diesel::prelude::*;
use webauthn_rs::prelude::{AuthenticationResult, Passkey};

use super::{RecoveryCode, passkeys::credential_id};
use crate::{
    access::{Guarded, No, Session, User},
    db::{
        Db, Fault, Tx,
        schema::{
            passkeys, recovery_codes, second_steps, sessions, spent_challenges, totp_secrets,
        },
    },
    kernel::{Id, Instant},
};

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

/// Puts new recovery codes in the place of all that were there.
pub fn replace_codes(tx: &mut Tx<'_>, user: Id<User>, codes: &[RecoveryCode]) -> Result<(), Fault> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user)))
        .execute(tx.db())?;
    for code in codes {
        diesel::insert_into(recovery_codes::table)
            .values((recovery_codes::code_hash.eq(code.hash()), recovery_codes::user_id.eq(user)))
            .execute(tx.db())?;
    }
    Ok(())
}

/// Uses a code up, if it was one and had not been used.
pub fn use_code(
    tx: &mut Tx<'_>,
    user: Id<User>,
    code: &RecoveryCode,
    now: Instant,
) -> Result<bool, Fault> {
    let mine = recovery_codes::code_hash
        .eq(code.hash())
        .and(recovery_codes::user_id.eq(user))
        .and(recovery_codes::used_at.is_null());
    let changed = diesel::update(recovery_codes::table.filter(mine))
        .set(recovery_codes::used_at.eq(now))
        .execute(tx.db())?;
    Ok(changed == 1)
}

pub fn codes_left(db: &mut Db, user: Id<User>) -> Result<i64, Fault> {
    let left = recovery_codes::user_id.eq(user).and(recovery_codes::used_at.is_null());
    Ok(recovery_codes::table.filter(left).count().get_result(db)?)
}

/// A passkey as stored, with what its owner knows it by.
#[derive(Debug, Clone)]
pub struct StoredPasskey {
    pub id: Id<Passkey>,
    pub user: Id<User>,
    pub key: Passkey,
    pub name: String,
    pub made_at: Instant,
    pub used_at: Option<Instant>,
}

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

fn into_passkey(
    (id, user, credential, name, made_at, used_at): Row,
) -> Result<StoredPasskey, Fault> {
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

/// A session has proved itself, with a second factor or with a password alone.
pub fn prove_session(
    tx: &mut Tx<'_>,
    id: Id<Session>,
    strong: bool,
    now: Instant,
) -> Result<(), Fault> {
    diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .set((
            sessions::second_factor.eq(strong),
            sessions::proved_at.eq(now),
            sessions::wrong_proofs.eq(0),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Counts a wrong proof in a session; how many there are now.
pub fn wrong_proof(tx: &mut Tx<'_>, id: Id<Session>) -> Result<i64, Fault> {
    diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .set(sessions::wrong_proofs.eq(sessions::wrong_proofs + 1))
        .execute(tx.db())?;
    Ok(sessions::table.filter(sessions::id.eq(id)).select(sessions::wrong_proofs).first(tx.db())?)
}
