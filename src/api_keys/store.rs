//! Rows of API keys.

use diesel::prelude::*;

use super::model::{Holder, StoredKey};
use crate::{
    access::ApiKey,
    db::{
        schema::{api_keys, members, users},
        words,
    },
    prelude::*,
};

/// A member of an organisation, as a holder of keys.
pub fn holder(db: &mut Db, of: Id<Organisation>, user: Id<User>) -> Result<Guarded<Holder>, Fault> {
    let holder: Option<Holder> = members::table
        .inner_join(users::table)
        .filter(members::organisation_id.eq(of).and(members::user_id.eq(user)))
        .select((members::organisation_id, members::user_id, users::full_name, users::email))
        .first(db)
        .optional()?;
    Ok(Guarded::new(holder.ok_or(No::Hidden)?))
}

pub fn load(db: &mut Db, id: Id<ApiKey>) -> Result<Guarded<StoredKey>, Fault> {
    let key: Option<StoredKey> = api_keys::table
        .inner_join(users::table.on(users::id.eq(api_keys::user_id)))
        .filter(api_keys::id.eq(id))
        .select(StoredKey::as_select())
        .first(db)
        .optional()?;
    Ok(Guarded::new(key.ok_or(No::Hidden)?))
}

/// A page of the keys of an organisation, or of one holder in it, newest first.
pub fn list(
    db: &mut Db,
    of: Id<Organisation>,
    holder: Option<Id<User>>,
    page: &PageOf,
) -> Result<Vec<StoredKey>, Fault> {
    let mut query = api_keys::table
        .inner_join(users::table.on(users::id.eq(api_keys::user_id)))
        .filter(api_keys::organisation_id.eq(of))
        .select(StoredKey::as_select())
        .into_boxed();
    if let Some(holder) = holder {
        query = query.filter(api_keys::user_id.eq(holder));
    }
    if let Some(after) = page.after() {
        query = query.filter(api_keys::id.lt(after.to_owned()));
    }
    Ok(query.order(api_keys::id.desc()).limit(page.fetch()).load(db)?)
}

/// The number of valid keys of a holder.
pub fn count(db: &mut Db, holder: &Holder, now: Instant) -> Result<i64, Fault> {
    let mine = api_keys::organisation_id
        .eq(holder.organisation)
        .and(api_keys::user_id.eq(holder.user))
        .and(api_keys::revoked_at.is_null())
        .and(api_keys::expires_at.gt(now));
    Ok(api_keys::table.filter(mine).count().get_result(db)?)
}

pub fn insert(tx: &mut Tx<'_>, key: &StoredKey, hash: &str) -> Result<(), Fault> {
    diesel::insert_into(api_keys::table)
        .values((
            api_keys::id.eq(key.id),
            api_keys::organisation_id.eq(key.holder.organisation),
            api_keys::user_id.eq(key.holder.user),
            api_keys::made_by.eq(key.made_by),
            api_keys::name.eq(&key.name),
            api_keys::key_hash.eq(hash),
            api_keys::hint.eq(&key.hint),
            api_keys::scopes.eq(words(&key.scopes)),
            api_keys::networks.eq(key.networks.to_string()),
            api_keys::made_at.eq(key.made_at),
            api_keys::expires_at.eq(key.expires_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn shorten(tx: &mut Tx<'_>, key: &StoredKey, until: Instant) -> Result<(), Fault> {
    diesel::update(api_keys::table.filter(api_keys::id.eq(key.id)))
        .set(api_keys::expires_at.eq(until))
        .execute(tx.db())?;
    Ok(())
}

pub fn revoke(tx: &mut Tx<'_>, key: &StoredKey, now: Instant) -> Result<(), Fault> {
    let going = api_keys::id.eq(key.id).and(api_keys::revoked_at.is_null());
    diesel::update(api_keys::table.filter(going))
        .set(api_keys::revoked_at.eq(now))
        .execute(tx.db())?;
    Ok(())
}

/// Notes when keys were last used.
pub fn note_uses(tx: &mut Tx<'_>, uses: &[(Id<ApiKey>, Instant)]) -> Result<(), Fault> {
    for (key, at) in uses {
        diesel::update(api_keys::table.filter(api_keys::id.eq(key)))
            .set(api_keys::used_at.eq(at))
            .execute(tx.db())?;
    }
    Ok(())
}
