//! Rows of terms and of what was accepted.

use diesel::{dsl::max, prelude::*};

use super::model::{Acceptance, Terms};
use crate::{
    db::schema::{terms, terms_acceptances as acceptances, users},
    organisations::{self, Card},
    prelude::*,
};

pub fn anything() -> Guarded<()> {
    Guarded::new(())
}

pub fn load_card(db: &mut Db, of: Id<Organisation>) -> Result<Guarded<Card>, Fault> {
    Ok(Guarded::new(organisations::card(db, of)?))
}

pub fn insert(tx: &mut Tx<'_>, new: &Terms) -> Result<(), Fault> {
    diesel::insert_into(terms::table).values(new.clone()).execute(tx.db())?;
    Ok(())
}

pub fn find(db: &mut Db, version: i32) -> Result<Option<Terms>, Fault> {
    Ok(terms::table.find(version).first(db).optional()?)
}

/// The newest version, whether it applies already or not.
pub fn last(db: &mut Db) -> Result<Option<Terms>, Fault> {
    Ok(terms::table.order(terms::version.desc()).first(db).optional()?)
}

/// The number of the version that applies: a later one never begins before an earlier one.
pub fn current(db: &mut Db, now: Instant) -> Result<Option<i32>, Fault> {
    Ok(terms::table.filter(terms::applies_from.le(now)).select(max(terms::version)).first(db)?)
}

/// Newest first.
pub fn list(db: &mut Db, page: &PageOf) -> Result<Vec<Terms>, Fault> {
    let before = page.after().and_then(|after| after.parse::<i32>().ok()).unwrap_or(i32::MAX);
    Ok(terms::table
        .filter(terms::version.lt(before))
        .order(terms::version.desc())
        .limit(page.fetch())
        .load(db)?)
}

/// Acceptances with the names of the members.
macro_rules! rows {
    () => {
        acceptances::table
            .inner_join(users::table.on(users::id.eq(acceptances::accepted_by)))
            .select((acceptances::version, acceptances::accepted_at, users::id, users::full_name))
    };
}

pub fn has_accepted(db: &mut Db, of: Id<Organisation>, version: i32) -> Result<bool, Fault> {
    let found: Option<i32> =
        acceptances::table.find((of, version)).select(acceptances::version).first(db).optional()?;
    Ok(found.is_some())
}

/// Whether this version, or one that is announced, was accepted.
pub fn has_accepted_since(db: &mut Db, of: Id<Organisation>, version: i32) -> Result<bool, Fault> {
    let found: Option<i32> = acceptances::table
        .filter(acceptances::organisation_id.eq(of).and(acceptances::version.ge(version)))
        .select(acceptances::version)
        .first(db)
        .optional()?;
    Ok(found.is_some())
}

/// Writes an acceptance, and reads it with the name of the member.
pub fn accept(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    version: i32,
    by: Id<User>,
    now: Instant,
) -> Result<Acceptance, Fault> {
    diesel::insert_into(acceptances::table)
        .values((
            acceptances::organisation_id.eq(of),
            acceptances::version.eq(version),
            acceptances::accepted_at.eq(now),
            acceptances::accepted_by.eq(by),
        ))
        .execute(tx.db())?;
    let own = acceptances::organisation_id.eq(of).and(acceptances::version.eq(version));
    Ok(rows!().filter(own).first(tx.db())?)
}

/// Newest version first.
pub fn list_acceptances(
    db: &mut Db,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Vec<Acceptance>, Fault> {
    let before = page.after().and_then(|after| after.parse::<i32>().ok()).unwrap_or(i32::MAX);
    Ok(rows!()
        .filter(acceptances::organisation_id.eq(of).and(acceptances::version.lt(before)))
        .order(acceptances::version.desc())
        .limit(page.fetch())
        .load(db)?)
}
