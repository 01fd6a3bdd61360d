//! People, for all rooms: their names, and their last sign of life.

use std::{collections::HashMap, sync::Arc};

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

/// The full names of some people, by id.
#[derive(Debug, Clone, Default)]
pub struct Names(Arc<HashMap<Id<User>, String>>);

impl Names {
    /// The name of a person; empty for a person whose name was not loaded.
    pub fn of(&self, person: Id<User>) -> String {
        self.0.get(&person).cloned().unwrap_or_default()
    }
}

/// Loads the names of some people. One statement.
pub fn names_of(db: &mut Db, people: impl IntoIterator<Item = Id<User>>) -> Result<Names, Fault> {
    let mut people: Vec<_> = people.into_iter().collect();
    people.sort_unstable();
    people.dedup();
    let named = users::table.filter(users::id.eq_any(people));
    let rows: Vec<(Id<User>, String)> = named.select((users::id, users::full_name)).load(db)?;
    Ok(Names(Arc::new(rows.into_iter().collect())))
}
