//! Rows of terms and of what was accepted.

use diesel::{dsl::max, prelude::*};

use super::model::{Acceptance, Terms};
use crate::{
    db::schema::{terms, terms_acceptances as acceptances},
    organisations::{self, Card},
    prelude::*,
};

pub fn anything() -> Guarded<()> {
    Guarded::new(())
}

pub fn load_card(db: &mut Db, of: Id<Organisation>) -> Result<Guarded<Card>, Fault> {
    Ok(Guarded::new(organisations::card(db, of)?))
}

type Row = (i32, String, String, Instant, Instant, Id<User>);

fn read(row: Row) -> Terms {
    let (version, text, changes, applies_from, published_at, published_by) = row;
    Terms { version, text, changes, applies_from, published_at, published_by }
}

pub fn insert(tx: &mut Tx<'_>, new: &Terms) -> Result<(), Fault> {
    diesel::insert_into(terms::table)
        .values((
            terms::version.eq(new.version),
            terms::text.eq(&new.text),
            terms::changes.eq(&new.changes),
            terms::applies_from.eq(new.applies_from),
            terms::published_at.eq(new.published_at),
            terms::published_by.eq(new.published_by),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn find(db: &mut Db, version: i32) -> Result<Option<Terms>, Fault> {
    let row: Option<Row> = terms::table.find(version).first(db).optional()?;
    Ok(row.map(read))
}

/// The newest version, whether it applies already or not.
pub fn last(db: &mut Db) -> Result<Option<Terms>, Fault> {
    let row: Option<Row> = terms::table.order(terms::version.desc()).first(db).optional()?;
    Ok(row.map(read))
}

/// The number of the version that applies: a later one never begins before an earlier one.
pub fn current(db: &mut Db, now: Instant) -> Result<Option<i32>, Fault> {
    Ok(terms::table.filter(terms::applies_from.le(now)).select(max(terms::version)).first(db)?)
}

/// Newest first.
pub fn list(db: &mut Db, page: &PageOf) -> Result<Vec<Terms>, Fault> {
    let before = page.after().and_then(|after| after.parse::<i32>().ok()).unwrap_or(i32::MAX);
    let rows: Vec<Row> = terms::table
        .filter(terms::version.lt(before))
        .order(terms::version.desc())
        .limit(page.fetch())
        .load(db)?;
    Ok(rows.into_iter().map(read).collect())
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

pub fn insert_acceptance(tx: &mut Tx<'_>, one: &Acceptance) -> Result<(), Fault> {
    diesel::insert_into(acceptances::table)
        .values((
            acceptances::organisation_id.eq(one.organisation),
            acceptances::version.eq(one.version),
            acceptances::accepted_at.eq(one.accepted_at),
            acceptances::accepted_by.eq(one.accepted_by),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Newest version first.
pub fn list_acceptances(
    db: &mut Db,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Vec<Acceptance>, Fault> {
    let before = page.after().and_then(|after| after.parse::<i32>().ok()).unwrap_or(i32::MAX);
    let rows: Vec<(Id<Organisation>, i32, Instant, Id<User>)> = acceptances::table
        .filter(acceptances::organisation_id.eq(of).and(acceptances::version.lt(before)))
        .order(acceptances::version.desc())
        .limit(page.fetch())
        .load(db)?;
    let read = |(organisation, version, accepted_at, accepted_by)| Acceptance {
        organisation,
        version,
        accepted_at,
        accepted_by,
    };
    Ok(rows.into_iter().map(read).collect())
}
