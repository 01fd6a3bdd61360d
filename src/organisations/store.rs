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

/// A row, before its identifiers are beside it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub struct StoredRow {
    id: Id<Organisation>,
    kind: String,
    name: String,
    summary: Option<String>,
    website: Option<String>,
    state: String,
    state_note: Option<String>,
    imported: bool,
    created_at: Instant,
    version: i64,
    waiting_since: Option<Instant>,
    asked_at: Option<Instant>,
    answer: Option<String>,
    reverifying_since: Option<Instant>,
    suspended_at: Option<Instant>,
    state_before: Option<String>,
}

impl StoredRow {
    fn into_stored(self, identifiers: Vec<HeldIdentifier>) -> Result<Stored, Fault> {
        let kind = OrganisationKind::parse(&self.kind).ok_or_else(|| Fault::corrupt(&self.kind))?;
        let state =
            OrganisationState::parse(&self.state).ok_or_else(|| Fault::corrupt(&self.state))?;
        let before = self
            .state_before
            .map(|word| OrganisationState::parse(&word).ok_or_else(|| Fault::corrupt(&word)));
        let standing = Standing {
            waiting_since: self.waiting_since,
            asked_at: self.asked_at,
            answer: self.answer,
            reverifying_since: self.reverifying_since,
            suspended: before.transpose()?.zip(self.suspended_at),
        };
        Ok(Stored {
            id: self.id,
            kind,
            name: self.name,
            summary: self.summary,
            website: self.website,
            state,
            state_note: self.state_note,
            imported: self.imported,
            created_at: self.created_at,
            version: self.version,
            identifiers,
            standing,
        })
    }
}

pub fn anything() -> Guarded<()> {
    Guarded::new(())
}

pub fn load(db: &mut Db, id: Id<Organisation>) -> Result<Guarded<Stored>, Fault> {
    Ok(Guarded::new(find(db, id)?))
}

/// An organisation for things that are loaded whole. One that has become part of another is not
/// there any more.
pub fn find(db: &mut Db, id: Id<Organisation>) -> Result<Stored, Fault> {
    let row: Option<StoredRow> = organisations::table
        .filter(organisations::id.eq(id).and(organisations::merged_into.is_null()))
        .select(StoredRow::as_select())
        .first(db)
        .optional()?;
    let row = row.ok_or(No::Hidden)?;
    let identifiers = identifiers::of(db, id)?;
    row.into_stored(identifiers)
}

/// Which organisations a list shows.
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
        query = query.filter(organisations::kind.eq(kind.as_str()));
    }
    if let Some(state) = filters.state {
        query = query.filter(organisations::state.eq(state.as_str()));
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
    let own = |id| found.iter().filter(|(of, _)| *of == id).map(|(_, i)| i.clone()).collect();
    rows.into_iter()
        .map(|row| {
            let own = own(row.id);
            row.into_stored(own)
        })
        .collect()
}

/// True once any organisation is registered.
pub fn are_any(db: &mut Db) -> Result<bool, Fault> {
    let first: Option<Id<Organisation>> =
        organisations::table.select(organisations::id).first(db).optional()?;
    Ok(first.is_some())
}

/// An organisation as other rooms need to know it.
pub fn card(db: &mut Db, id: Id<Organisation>) -> Result<Card, Fault> {
    let row: Option<(String, String, String, Option<Instant>)> = organisations::table
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
    let kind = OrganisationKind::parse(&kind).ok_or_else(|| Fault::corrupt(&kind))?;
    let reverifying_since = reverifying_since.filter(|_| state == "verified");
    let verified = state == "verified" && reverifying_since.is_none();
    Ok(Card { id, kind, name, verified, reverifying_since, suspended: state == "suspended" })
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
            organisations::kind.eq(organisation.kind.as_str()),
            organisations::name.eq(&organisation.name),
            organisations::summary.eq(&organisation.summary),
            organisations::website.eq(&organisation.website),
            organisations::state.eq(organisation.state.as_str()),
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

/// Writes a name and identifiers that have changed; the version moves with the state.
pub fn update_identity(tx: &mut Tx<'_>, organisation: &Stored) -> Result<(), Fault> {
    diesel::update(organisations::table.filter(organisations::id.eq(organisation.id)))
        .set(organisations::name.eq(&organisation.name))
        .execute(tx.db())?;
    rename_drafts(tx, organisation.id, &organisation.name)?;
    identifiers::replace(tx, organisation.id, &organisation.identifiers)
}

/// Drafts name their buyer as it is called now; what is published keeps the name of that day.
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
        .filter(alike.and(organisations::state.eq(OrganisationState::Verified.as_str())))
        .filter(organisations::merged_into.is_null())
        .filter(organisations::id.ne(but))
        .select(organisations::id)
        .first(db)
        .optional()?;
    Ok(found.is_some())
}

/// Writes the state and the standing over the version that was read.
pub fn update_state(tx: &mut Tx<'_>, organisation: &Stored, now: Instant) -> Result<(), Fault> {
    let standing = &organisation.standing;
    let read =
        organisations::id.eq(organisation.id).and(organisations::version.eq(organisation.version));
    let changed = diesel::update(organisations::table.filter(read))
        .set((
            organisations::state.eq(organisation.state.as_str()),
            organisations::state_note.eq(&organisation.state_note),
            organisations::skeleton.eq(likeness(&organisation.name)),
            organisations::waiting_since.eq(standing.waiting_since),
            organisations::asked_at.eq(standing.asked_at),
            organisations::answer.eq(&standing.answer),
            organisations::reverifying_since.eq(standing.reverifying_since),
            organisations::suspended_at.eq(standing.suspended.map(|(_, at)| at)),
            organisations::state_before.eq(standing.suspended.map(|(before, _)| before.as_str())),
            organisations::updated_at.eq(now),
            organisations::version.eq(organisations::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)
}

/// Moves an organisation on to its next version, over the one that was read.
pub fn touch(tx: &mut Tx<'_>, organisation: &Stored, now: Instant) -> Result<(), Fault> {
    let read =
        organisations::id.eq(organisation.id).and(organisations::version.eq(organisation.version));
    let changed = diesel::update(organisations::table.filter(read))
        .set((
            organisations::updated_at.eq(now),
            organisations::version.eq(organisations::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)
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
