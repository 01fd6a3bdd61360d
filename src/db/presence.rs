//! When somebody was last here.

use diesel::{dsl::max, prelude::*};

use super::{
    Db, Fault,
    schema::{sessions, user_tokens as links, users},
};
use crate::{
    access::User,
    kernel::{Id, Instant},
};

/// When somebody last proved who they are: signed in, refreshed, or followed a link.
pub fn last_seen(db: &mut Db, account: Id<User>) -> Result<Instant, Fault> {
    let refreshed = sessions::table
        .filter(sessions::user_id.eq(account))
        .select(max(sessions::refreshed_at))
        .single_value();
    let followed =
        links::table.filter(links::user_id.eq(account)).select(max(links::used_at)).single_value();
    let (made, refreshed, followed): (Instant, Option<Instant>, Option<Instant>) = users::table
        .filter(users::id.eq(account))
        .select((users::created_at, refreshed, followed))
        .first(db)?;
    Ok(made.max(refreshed.unwrap_or(made)).max(followed.unwrap_or(made)))
}
