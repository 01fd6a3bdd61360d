//! Rows of devices that an account was signed in on before.

use diesel::prelude::*;

use crate::{db::schema::user_devices as devices, prelude::*};

/// Whether the account was signed in on the device of this token before.
pub fn knows_device(
    tx: &mut Tx<'_>,
    call: &Call,
    device: Option<&str>,
    user: Id<User>,
) -> Result<bool, Fault> {
    match device {
        Some(hash) => {
            let owner = owner_of(tx.db(), hash, call.at)?;
            Ok(owner == Some(user))
        }
        None => Ok(false),
    }
}

/// How long a device is known after somebody has signed in on it.
const LIFE: Period = Period::days(180);

/// The oldest of more than these are forgotten.
const MOST: i64 = 20;

/// The user of a device.
pub fn owner_of(db: &mut Db, hash: &str, now: Instant) -> Result<Option<Id<User>>, Fault> {
    Ok(devices::table
        .filter(devices::token_hash.eq(hash).and(devices::expires_at.gt(now)))
        .select(devices::user_id)
        .first(db)
        .optional()?)
}

/// Remembers a device, in the place of the oldest when there are many.
pub fn insert(tx: &mut Tx<'_>, hash: &str, user: Id<User>, now: Instant) -> Result<(), Fault> {
    let kept: Vec<Instant> = devices::table
        .filter(devices::user_id.eq(user))
        .order(devices::made_at.desc())
        .limit(MOST)
        .select(devices::made_at)
        .load(tx.db())?;
    if let Some(oldest) = kept.get(usize::try_from(MOST - 1).unwrap_or(usize::MAX)) {
        let old = devices::user_id.eq(user).and(devices::made_at.le(*oldest));
        diesel::delete(devices::table.filter(old)).execute(tx.db())?;
    }
    diesel::insert_into(devices::table)
        .values((
            devices::token_hash.eq(hash),
            devices::user_id.eq(user),
            devices::made_at.eq(now),
            devices::expires_at.eq(now.plus(LIFE)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Forgets every device of a user: after somebody else may have signed in.
pub fn forget(tx: &mut Tx<'_>, user: Id<User>) -> Result<(), Fault> {
    diesel::delete(devices::table.filter(devices::user_id.eq(user))).execute(tx.db())?;
    Ok(())
}
