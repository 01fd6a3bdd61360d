//! Rows of the log.

use diesel::prelude::*;

use super::policy::ReadAudit;
use crate::{
    access::{Guarded, Permit},
    db::{
        Db, Fault, Tx,
        schema::{audit_events as events, lots},
    },
    http::PageOf,
    kernel::Instant,
};

#[derive(Insertable)]
#[diesel(table_name = events)]
pub struct NewEvent {
    pub id: String,
    pub leaf: String,
    pub body: String,
    pub what: String,
    pub thing_kind: String,
    pub thing_id: String,
    pub user_id: Option<String>,
    pub organisation_id: Option<String>,
    pub sealed_lot_id: Option<String>,
    pub at: Instant,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct StoredEvent {
    pub id: String,
    pub seq: Option<i64>,
    pub head: Option<String>,
    pub leaf: String,
    pub body: String,
    pub what: String,
    pub thing_kind: String,
    pub thing_id: String,
    pub user_id: Option<String>,
    pub organisation_id: Option<String>,
    pub at: Instant,
}

pub fn insert(tx: &mut Tx<'_>, event: NewEvent) -> Result<(), Fault> {
    diesel::insert_into(events::table).values(event).execute(tx.db())?;
    Ok(())
}

/// The newest number and head; zero and no head for an empty log.
pub fn newest(db: &mut Db) -> Result<(i64, String), Fault> {
    let found: Option<(Option<i64>, Option<String>)> = events::table
        .filter(events::seq.is_not_null())
        .order(events::seq.desc())
        .select((events::seq, events::head))
        .first(db)
        .optional()?;
    Ok(found.map_or((0, String::new()), |(seq, head)| (seq.unwrap_or(0), head.unwrap_or_default())))
}

pub fn count_unnumbered(db: &mut Db) -> Result<i64, Fault> {
    Ok(events::table.filter(events::seq.is_null()).count().get_result(db)?)
}

/// Events that have no number yet, oldest first.
pub fn unnumbered(db: &mut Db, most: i64) -> Result<Vec<(String, String)>, Fault> {
    Ok(events::table
        .filter(events::seq.is_null())
        .order((events::at, events::id))
        .limit(most)
        .select((events::id, events::leaf))
        .load(db)?)
}

/// Numbered events after `after`, in order: for those who verify.
pub fn numbered(db: &mut Db, after: i64, most: i64) -> Result<Vec<StoredEvent>, Fault> {
    Ok(events::table
        .filter(events::seq.gt(after))
        .order(events::seq)
        .limit(most)
        .select(StoredEvent::as_select())
        .load(db)?)
}

/// What an auditor looks for.
#[derive(Debug, Default)]
pub struct Wanted {
    pub what: Option<String>,
    pub thing: Option<String>,
    pub organisation: Option<String>,
    pub user: Option<String>,
}

pub fn log() -> Guarded<()> {
    Guarded::new(())
}

/// The log as auditors see it, newest first: without what is sealed until a lot's opening. It
/// goes on after an event's id, not its number, so that no gap in the numbers counts bids.
pub fn list(
    db: &mut Db,
    _: &Permit<ReadAudit>,
    wanted: &Wanted,
    page: &PageOf,
) -> Result<Vec<StoredEvent>, Fault> {
    let opened = lots::table.filter(lots::opened_at.is_not_null()).select(lots::id.nullable());
    let mut query = events::table
        .filter(events::seq.is_not_null())
        .filter(events::sealed_lot_id.is_null().or(events::sealed_lot_id.eq_any(opened)))
        .into_boxed();
    if let Some(what) = &wanted.what {
        query = query.filter(events::what.eq(what));
    }
    if let Some(thing) = &wanted.thing {
        query = query.filter(events::thing_id.eq(thing));
    }
    if let Some(organisation) = &wanted.organisation {
        query = query.filter(events::organisation_id.eq(organisation));
    }
    if let Some(user) = &wanted.user {
        query = query.filter(events::user_id.eq(user));
    }
    if let Some(after) = page.after() {
        let seq: Option<Option<i64>> =
            events::table.filter(events::id.eq(after)).select(events::seq).first(db).optional()?;
        query = query.filter(events::seq.lt(seq.flatten().unwrap_or(0)));
    }
    Ok(query
        .order(events::seq.desc())
        .limit(page.fetch())
        .select(StoredEvent::as_select())
        .load(db)?)
}
