//! Idempotency keys: kept in the operation's own transaction, so that a retry can never act twice.

use diesel::prelude::*;

use crate::{
    access::User,
    db::{Db, Fault, Json, Tx, json, schema::idempotency_keys as keys},
    http::{Answer, RetryKey},
    kernel::{Id, Instant, Period, Problem, kinds},
};

/// How long an idempotency key is kept.
const KEPT: Period = Period::days(1);

/// The owner of a key: a person, or a request without an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner(String);

impl Owner {
    pub fn person(user: Id<User>) -> Self {
        Self(user.to_string())
    }

    /// A caller without an account is known by the request: the same key with another body is
    /// another caller's.
    pub fn anybody(retry: &RetryKey) -> Self {
        Self(format!("anybody {}", retry.fingerprint))
    }
}

/// The answer that the same request got before. Refuses (422) the key of another request.
pub fn find(db: &mut Db, owner: &Owner, retry: &RetryKey) -> Result<Option<Answer>, Fault> {
    let stored: Option<(String, Json<Answer>)> = keys::table
        .filter(keys::user_id.eq(&owner.0))
        .filter(keys::route.eq(&retry.route).and(keys::idempotency_key.eq(&retry.key)))
        .select((keys::fingerprint, keys::answer))
        .first(db)
        .optional()?;
    let Some((fingerprint, Json(answer))) = stored else { return Ok(None) };
    if fingerprint != retry.fingerprint {
        return Err(Problem::new(kinds::KEY_REUSED, kinds::KEY_REUSED.advice).into());
    }
    Ok(Some(answer))
}

pub fn keep(
    tx: &mut Tx<'_>,
    owner: &Owner,
    retry: &RetryKey,
    answer: &Answer,
    now: Instant,
) -> Result<(), Fault> {
    diesel::insert_into(keys::table)
        .values((
            keys::user_id.eq(&owner.0),
            keys::route.eq(&retry.route),
            keys::idempotency_key.eq(&retry.key),
            keys::fingerprint.eq(&retry.fingerprint),
            keys::status.eq(i32::from(answer.status())),
            keys::answer.eq(json(answer)),
            keys::created_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Forgets the keys that are past their day.
pub fn forget(tx: &mut Tx<'_>, now: Instant) -> Result<(), Fault> {
    diesel::delete(keys::table.filter(keys::created_at.lt(now.minus(KEPT)))).execute(tx.db())?;
    Ok(())
}
