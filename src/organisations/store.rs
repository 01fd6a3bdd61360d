//! Rows of organisations.

use diesel::prelude::*;

use super::{
    identifiers::{HeldIdentifier, store as identifiers},
    likeness::likeness,
    model::{Card, OrganisationState, Standing, Stored},
};
use crate::{
    db::{
        once,
        schema::{opportunities, organisations},
    },
    prelude::*,
};

/// A row, before its identifiers are loaded.
#[derive(Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub struct StoredRow {
    id: Id<Organisation>,
    kind: OrganisationKind,
    name: String,
    summary: Option<String>,
    website: Option<String>,
    state: OrganisationState,
    state_note: Option<String>,
    imported: bool,
    created_at: Instant,
    version: i64,
    #[diesel(embed)]
    standing: Standing,
}

impl StoredRow {
    fn with(self, identifiers: Vec<HeldIdentifier>) -> Stored {
        Stored {
            id: self.id,
            kind: self.kind,
            name: self.name,
            summary: self.summary,
            website: self.website,
            state: self.state,
            state_note: self.state_note,
            imported: self.imported,
            created_at: self.created_at,
            version: self.version,
            identifiers,
            standing: self.standing,
        }
    }
}

pub fn anything() -> Guarded<()> {
    Guarded::new(())
}

pub fn load(db: &mut Db, id: Id<Organisation>) -> Result<Guarded<Stored>, Fault> {
    Ok(Guarded::new(find(db, id)?))
}

/// An organisation for the operations of other rooms; a merged organisation is not found.
pub fn find(db: &mut Db, id: Id<Organisation>) -> Result<Stored, Fault> {
    let row: Option<StoredRow> = organisations::table
        .filter(organisations::id.eq(id).and(organisations::merged_into.is_null()))
        .select(StoredRow::as_select())
        .first(db)
        .optional()?;
    let row = row.ok_or(No::Hidden)?;
    let identifiers = identifiers::of(db, id)?;
    Ok(row.with(identifiers))
}

/// Filters of the directory.
#[derive(Debug)]
pub struct OrganisationFilters {
    pub kind: Option<OrganisationKind>,
    pub state: Option<OrganisationState>,
}

/// The directory, newest first. Two statements.
pub fn list(
    db: &mut Db,
    filters: &OrganisationFilters,
    page: &PageOf,
) -> Result<Vec<Stored>, Fault> {
    let mut query = organisations::table.filter(organisations::merged_into.is_null()).into_boxed();
    if let Some(kind) = filters.kind {
        query = query.filter(organisations::kind.eq(kind));
    }
    if let Some(state) = filters.state {
        query = query.filter(organisations::state.eq(state));
    }
    if let Some(after) = page.after() {
        query = query.filter(organisations::id.lt(after.to_owned()));
    }
    let rows: Vec<StoredRow> = query
        .order(organisations::id.desc())
        .limit(page.fetch())
        .select(StoredRow::as_select())
        .load(db)?;
    whole(db, rows)
}

/// Rows with their identifiers. One statement.
pub fn whole(db: &mut Db, rows: Vec<StoredRow>) -> Result<Vec<Stored>, Fault> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let found = identifiers::of_all(db, &ids)?;
    let own = |id| found.iter().filter(|(of, _)| *of == id).map(|(_, held)| held.clone()).collect();
    let whole = rows.into_iter().map(|row| {
        let identifiers = own(row.id);
        row.with(identifiers)
    });
    Ok(whole.collect())
}

/// True once any organisation is registered.
pub fn are_any(db: &mut Db) -> Result<bool, Fault> {
    let first: Option<Id<Organisation>> =
        organisations::table.select(organisations::id).first(db).optional()?;
    Ok(first.is_some())
}

/// An organisation as other rooms need to know it.
pub fn card(db: &mut Db, id: Id<Organisation>) -> Result<Card, Fault> {
    type Row = (OrganisationKind, String, OrganisationState, Option<Instant>);
    let row: Option<Row> = organisations::table
        .filter(organisations::id.eq(id).and(organisations::merged_into.is_null()))
        .select((
            organisations::kind,
            organisations::name,
            organisations::state,
            organisations::reverifying_since,
        ))
        .first(db)
        .optional()?;
    let (kind, name, state, reverifying_since) = row.ok_or(No::Hidden)?;
    let verified = state == OrganisationState::Verified;
    let reverifying_since = reverifying_since.filter(|_| verified);
    let verified = verified && reverifying_since.is_none();
    let suspended = state == OrganisationState::Suspended;
    Ok(Card { id, kind, name, verified, reverifying_since, suspended })
}

pub fn insert(
    tx: &mut Tx<'_>,
    organisation: &Stored,
    by: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    diesel::insert_into(organisations::table)
        .values((
            organisations::id.eq(organisation.id),
            organisations::kind.eq(organisation.kind),
            organisations::name.eq(&organisation.name),
            organisations::summary.eq(&organisation.summary),
            organisations::website.eq(&organisation.website),
            organisations::state.eq(organisation.state),
            organisations::created_by.eq(by),
            organisations::skeleton.eq(likeness(&organisation.name)),
            organisations::created_at.eq(now),
            organisations::updated_at.eq(now),
            organisations::waiting_since.eq(organisation.standing.waiting_since),
        ))
        .execute(tx.db())?;
    for held in &organisation.identifiers {
        identifiers::insert(tx, organisation.id, &held.identifier)?;
    }
    Ok(())
}

/// Writes the name and the identifiers; [`update_state`] moves the version.
pub fn update_identity(tx: &mut Tx<'_>, organisation: &Stored) -> Result<(), Fault> {
    diesel::update(organisations::table.filter(organisations::id.eq(organisation.id)))
        .set(organisations::name.eq(&organisation.name))
        .execute(tx.db())?;
    rename_drafts(tx, organisation.id, &organisation.name)?;
    identifiers::replace(tx, organisation.id, &organisation.identifiers)
}

/// Renames the buyer in drafts; a published opportunity keeps the name of its day.
pub fn rename_drafts(tx: &mut Tx<'_>, of: Id<Organisation>, name: &str) -> Result<(), Fault> {
    let drafts = opportunities::organisation_id.eq(of).and(opportunities::published_at.is_null());
    let other = opportunities::buyer_name.ne(name);
    diesel::update(opportunities::table.filter(drafts.and(other)))
        .set(opportunities::buyer_name.eq(name))
        .execute(tx.db())?;
    Ok(())
}

/// True if a verified organisation has this name, or a confusable one.
pub fn has_a_twin(db: &mut Db, name: &str, but: Id<Organisation>) -> Result<bool, Fault> {
    let alike = organisations::skeleton.eq(likeness(name));
    let found: Option<Id<Organisation>> = organisations::table
        .filter(alike.and(organisations::state.eq(OrganisationState::Verified)))
        .filter(organisations::merged_into.is_null())
        .filter(organisations::id.ne(but))
        .select(organisations::id)
        .first(db)
        .optional()?;
    Ok(found.is_some())
}

/// Writes the state and the standing over the version that was read; the organisation as it is now.
pub fn update_state(tx: &mut Tx<'_>, organisation: Stored, now: Instant) -> Result<Stored, Fault> {
    let read =
        organisations::id.eq(organisation.id).and(organisations::version.eq(organisation.version));
    let changed = diesel::update(organisations::table.filter(read))
        .set((
            organisations::state.eq(organisation.state),
            organisations::state_note.eq(&organisation.state_note),
            organisations::skeleton.eq(likeness(&organisation.name)),
            &organisation.standing,
            organisations::updated_at.eq(now),
            organisations::version.eq(organisations::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)?;
    Ok(Stored { version: organisation.version + 1, ..organisation })
}

/// Moves an organisation on to its next version, over the one that was read; returns the organisation
/// with its identifiers as they are now.
pub fn touch(tx: &mut Tx<'_>, organisation: Stored, now: Instant) -> Result<Stored, Fault> {
    let read =
        organisations::id.eq(organisation.id).and(organisations::version.eq(organisation.version));
    let changed = diesel::update(organisations::table.filter(read))
        .set((
            organisations::updated_at.eq(now),
            organisations::version.eq(organisations::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)?;
    let identifiers = identifiers::of(tx.db(), organisation.id)?;
    Ok(Stored { version: organisation.version + 1, identifiers, ..organisation })
}

/// The organisation that this one was merged into.
pub fn successor(db: &mut Db, id: Id<Organisation>) -> Result<Option<Id<Organisation>>, Fault> {
    let found: Option<Option<Id<Organisation>>> = organisations::table
        .filter(organisations::id.eq(id))
        .select(organisations::merged_into)
        .first(db)
        .optional()?;
    Ok(found.flatten())
}
