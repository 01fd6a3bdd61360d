//! Rows of what the owners of idle accounts were told last.

use diesel::{dsl::exists, prelude::*};

use super::model::LastWarning;
use crate::{
    accounts::model::UserState,
    db::schema::{account_looks as looks, api_keys, users},
    kernel::Email,
    prelude::*,
};

pub fn last_warning(db: &mut Db, account: Id<User>) -> Result<Option<LastWarning>, Fault> {
    let warning = (looks::next_at, looks::told, looks::told_of);
    Ok(looks::table.find(account).select(warning).first(db).optional()?)
}

/// Active accounts whose check is due or never was: with a password, or with an API key that stops
/// when its person stays away. Accounts of programs are left out.
pub fn due(db: &mut Db, now: Instant, most: i64) -> Result<Vec<Id<User>>, Fault> {
    let never = looks::user_id.nullable().is_null();
    let live = api_keys::user_id.eq(users::id).and(api_keys::revoked_at.is_null());
    let live = exists(api_keys::table.filter(live.and(api_keys::expires_at.gt(now))));
    let can_idle = users::password_hash.is_not_null().or(live);
    Ok(users::table
        .left_join(looks::table.on(looks::user_id.eq(users::id)))
        .filter(users::state.eq(UserState::Active).and(can_idle))
        .filter(users::email.not_like(format!("%{}", Email::OF_PROGRAMS)))
        .filter(looks::next_at.nullable().le(now).or(never))
        .order(users::id)
        .limit(most)
        .select(users::id)
        .load(db)?)
}

/// Writes the next check over the one that was read.
pub fn put(
    tx: &mut Tx<'_>,
    account: Id<User>,
    before: Option<&LastWarning>,
    next: &LastWarning,
) -> Result<(), Fault> {
    let values = (
        looks::next_at.eq(next.next_at),
        looks::told.eq(next.told),
        looks::told_of.eq(next.told_of),
    );
    if before.is_some() {
        diesel::update(looks::table.filter(looks::user_id.eq(account)))
            .set(values)
            .execute(tx.db())?;
    } else {
        diesel::insert_into(looks::table)
            .values((looks::user_id.eq(account), values))
            .execute(tx.db())?;
    }
    Ok(())
}
