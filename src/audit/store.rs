//! Rows of the log.

use diesel::prelude::*;

use super::policy::ReadAudit;
use crate::{
    access::{Grant, Guarded, Organisation, Permit, User},
    db::{
        Db, Fault, Tx,
        schema::{audit_events as events, auditor_reads, lots, opportunities},
    },
    kernel::{Id, Instant, PageOf},
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

impl StoredEvent {
    /// The person who acted.
    pub fn person(&self) -> Option<Id<User>> {
        self.user_id.as_deref()?.parse().ok()
    }
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

/// A read by an auditor, as the body is shown it.
#[derive(Insertable)]
#[diesel(table_name = auditor_reads)]
pub struct NewRead {
    pub id: Id<NewRead>,
    pub grant_id: Id<Grant>,
    pub auditor_id: Id<User>,
    pub organisation_id: Id<Organisation>,
    pub route: String,
    pub rules: String,
    pub at: Instant,
}

pub fn insert_read(tx: &mut Tx<'_>, read: NewRead) -> Result<(), Fault> {
    diesel::insert_into(auditor_reads::table).values(read).execute(tx.db())?;
    Ok(())
}

/// The events that an auditor looks for.
#[derive(Debug, Default)]
pub struct Wanted {
    pub what: Option<String>,
    pub thing: Option<String>,
    pub organisation: Option<Id<Organisation>>,
    pub user: Option<String>,
}

/// The log of a body.
pub fn log_of(body: Option<Id<Organisation>>) -> Guarded<Option<Id<Organisation>>> {
    Guarded::new(body)
}

/// The log of some bodies, newest first: acts in their name, acts that concern them, and the sealed
/// events of their lots once these are opened. A page goes on after an event's id, not its number,
/// so that no gap in the numbers counts bids.
pub fn list(
    db: &mut Db,
    _: &[Permit<ReadAudit>],
    bodies: &[Id<Organisation>],
    wanted: &Wanted,
    page: &PageOf,
) -> Result<Vec<StoredEvent>, Fault> {
    let opened = lots::table
        .filter(lots::opened_at.is_not_null())
        .filter(
            lots::opportunity_id.eq_any(
                opportunities::table
                    .filter(opportunities::organisation_id.eq_any(bodies.to_vec()))
                    .select(opportunities::id),
            ),
        )
        .select(lots::id.nullable());
    let names: Vec<String> = bodies.iter().map(ToString::to_string).collect();
    let theirs = events::organisation_id.eq_any(names.clone()).or(events::thing_id.eq_any(names));
    let open = events::sealed_lot_id.is_null().and(theirs.assume_not_null());
    let mut query = events::table
        .filter(events::seq.is_not_null())
        .filter(open.or(events::sealed_lot_id.eq_any(opened).assume_not_null()))
        .into_boxed();
    if let Some(what) = &wanted.what {
        query = query.filter(events::what.eq(what));
    }
    if let Some(thing) = &wanted.thing {
        query = query.filter(events::thing_id.eq(thing));
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
