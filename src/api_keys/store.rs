//! Rows of API keys.

use diesel::prelude::*;

use super::model::{Holder, StoredKey};
use crate::{
    access::ApiKey,
    db::schema::{api_keys, members, users},
    kernel::{Email, Networks},
    prelude::*,
};

/// A member of an organisation, as a holder of keys.
pub fn holder(db: &mut Db, of: Id<Organisation>, user: Id<User>) -> Result<Guarded<Holder>, Fault> {
    let mine = members::organisation_id.eq(of).and(members::user_id.eq(user));
    let email: Option<String> = members::table
        .inner_join(users::table)
        .filter(mine)
        .select(users::email)
        .first(db)
        .optional()?;
    let is_program = Email::is_of_program(&email.ok_or(No::Hidden)?);
    Ok(Guarded::new(Holder { organisation: of, user, is_program }))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_keys)]
struct Row {
    id: Id<ApiKey>,
    organisation_id: Id<Organisation>,
    user_id: Id<User>,
    made_by: Id<User>,
    name: String,
    hint: String,
    scopes: String,
    networks: String,
    made_at: Instant,
    expires_at: Instant,
    used_at: Option<Instant>,
    revoked_at: Option<Instant>,
}

/// A row, with the address of the member whose key it is.
type Found = (Row, String);

fn key(found: Found) -> Result<StoredKey, Fault> {
    let (row, email) = found;
    let holder = Holder {
        organisation: row.organisation_id,
        user: row.user_id,
        is_program: Email::is_of_program(&email),
    };
    Ok(StoredKey {
        id: row.id,
        holder,
        made_by: row.made_by,
        name: row.name,
        hint: row.hint,
        scopes: row.scopes.split(' ').filter_map(Scope::parse).collect(),
        networks: Networks::parse(&row.networks).map_err(|error| Fault::corrupt(&error))?,
        made_at: row.made_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
        revoked_at: row.revoked_at,
    })
}

pub fn load(db: &mut Db, id: Id<ApiKey>) -> Result<Guarded<StoredKey>, Fault> {
    let row: Option<Found> = api_keys::table
        .inner_join(users::table.on(users::id.eq(api_keys::user_id)))
        .filter(api_keys::id.eq(id))
        .select((Row::as_select(), users::email))
        .first(db)
        .optional()?;
    Ok(Guarded::new(key(row.ok_or(No::Hidden)?)?))
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
        .select((Row::as_select(), users::email))
        .into_boxed();
    if let Some(holder) = holder {
        query = query.filter(api_keys::user_id.eq(holder));
    }
    if let Some(after) = page.after() {
        query = query.filter(api_keys::id.lt(after.to_owned()));
    }
    let rows: Vec<Found> = query.order(api_keys::id.desc()).limit(page.fetch()).load(db)?;
    rows.into_iter().map(key).collect()
}

/// How many keys of a holder go on.
pub fn count(db: &mut Db, holder: &Holder, now: Instant) -> Result<i64, Fault> {
    let mine = api_keys::organisation_id
        .eq(holder.organisation)
        .and(api_keys::user_id.eq(holder.user))
        .and(api_keys::revoked_at.is_null())
        .and(api_keys::expires_at.gt(now));
    Ok(api_keys::table.filter(mine).count().get_result(db)?)
}

pub fn insert(tx: &mut Tx<'_>, key: &StoredKey, hash: &str) -> Result<(), Fault> {
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
    diesel::insert_into(api_keys::table)
        .values((
            api_keys::id.eq(key.id),
            api_keys::organisation_id.eq(key.holder.organisation),
            api_keys::user_id.eq(key.holder.user),
            api_keys::made_by.eq(key.made_by),
            api_keys::name.eq(&key.name),
            api_keys::key_hash.eq(hash),
            api_keys::hint.eq(&key.hint),
            api_keys::scopes.eq(scopes.join(" ")),
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
