//! Rows of profiles and their statements.

use diesel::prelude::*;

use super::{
    super::documents,
    model::Profile,
    statements::{Said, Section, Statement},
};
use crate::{
    db::{
        json, once,
        schema::{
            supplier_codes as codes, supplier_profiles as profiles,
            supplier_statements as statements,
        },
    },
    documents::Document,
    prelude::*,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = statements)]
struct Row {
    id: Id<Statement>,
    section: Section,
    said: String,
    declared_by: Id<User>,
    declared_at: Instant,
    expires_at: Option<Instant>,
    replaced_at: Option<Instant>,
}

impl TryFrom<Row> for Statement {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let said = Said::parse(row.section, &row.said).map_err(|error| Fault::corrupt(&error))?;
        Ok(Self {
            id: row.id,
            said,
            declared_by: row.declared_by,
            declared_at: row.declared_at,
            expires_at: row.expires_at,
            replaced_at: row.replaced_at,
        })
    }
}

/// The documents of the supplier that statements name, without withdrawn ones.
pub fn named<'a>(
    db: &mut Db,
    of: Id<Organisation>,
    statements: impl IntoIterator<Item = &'a Statement>,
) -> Result<Vec<Document>, Fault> {
    let ids = statements.into_iter().flat_map(|one| one.said.documents());
    let ids: Vec<Id<Document>> = ids.map(|(_, id)| id).collect();
    if ids.is_empty() { Ok(Vec::new()) } else { documents::among(db, of, &ids) }
}

/// The current profile of a supplier: two statements of SQL, three where the profile names documents.
/// Triggers give each supplier a profile.
pub fn profile(db: &mut Db, of: Id<Organisation>) -> Result<Profile, Fault> {
    let head: Option<(bool, Instant, i64, Option<Instant>)> = profiles::table
        .filter(profiles::organisation_id.eq(of))
        .select((profiles::listed, profiles::updated_at, profiles::version, profiles::remind_at))
        .first(db)
        .optional()?;
    let (listed, updated_at, version, reminded_next) = head.ok_or(No::Hidden)?;
    let rows: Vec<Row> = statements::table
        .filter(statements::organisation_id.eq(of).and(statements::replaced_at.is_null()))
        .select(Row::as_select())
        .load(db)?;
    let statements = rows.into_iter().map(Statement::try_from).collect::<Result<Vec<_>, _>>()?;
    let documents = named(db, of, &statements)?;
    Ok(Profile {
        organisation: of,
        listed,
        updated_at,
        version,
        reminded_next,
        statements,
        documents,
    })
}

/// Suppliers that are due a reminder.
pub fn due(db: &mut Db, now: Instant, most: i64) -> Result<Vec<Id<Organisation>>, Fault> {
    Ok(profiles::table
        .filter(profiles::remind_at.is_not_null().and(profiles::remind_at.le(now)))
        .order(profiles::remind_at)
        .limit(most)
        .select(profiles::organisation_id)
        .load(db)?)
}

/// Writes the time of the next reminder, over the one that was read.
pub fn put_reminder(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    due: Instant,
    next: Option<Instant>,
) -> Result<(), Fault> {
    let read = profiles::organisation_id.eq(of).and(profiles::remind_at.eq(due));
    let changed = diesel::update(profiles::table.filter(read))
        .set(profiles::remind_at.eq(next))
        .execute(tx.db())?;
    once(changed)
}

/// All statements of a supplier, newest first.
pub fn history(db: &mut Db, of: Id<Organisation>, page: &PageOf) -> Result<Vec<Statement>, Fault> {
    let mut query = statements::table
        .filter(statements::organisation_id.eq(of))
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(statements::id.lt(after.to_owned()));
    }
    let rows: Vec<Row> = query.order(statements::id.desc()).limit(page.fetch()).load(db)?;
    rows.into_iter().map(Statement::try_from).collect()
}

/// Ends the current statement of a section.
pub fn replace(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    section: Section,
    now: Instant,
) -> Result<(), Fault> {
    let current = statements::organisation_id
        .eq(of)
        .and(statements::section.eq(section))
        .and(statements::replaced_at.is_null());
    diesel::update(statements::table.filter(current))
        .set(statements::replaced_at.eq(now))
        .execute(tx.db())?;
    Ok(())
}

pub fn insert_statement(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    new: &Statement,
) -> Result<(), Fault> {
    diesel::insert_into(statements::table)
        .values((
            statements::id.eq(new.id),
            statements::organisation_id.eq(of),
            statements::section.eq(new.said.section()),
            statements::said.eq(json(&new.said)),
            statements::declared_by.eq(new.declared_by),
            statements::declared_at.eq(new.declared_at),
            statements::expires_at.eq(new.expires_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Writes the profile over the version that was read, with the codes by which the directory finds the
/// supplier; the profile as it is now.
pub fn update(tx: &mut Tx<'_>, profile: Profile, now: Instant) -> Result<Profile, Fault> {
    let of = profile.organisation;
    let trading: Vec<&str> =
        profile.names().iter().flat_map(|(names, _)| names.all().map(|(_, name)| name)).collect();
    let read = profiles::organisation_id.eq(of).and(profiles::version.eq(profile.version));
    let changed = diesel::update(profiles::table.filter(read))
        .set((
            profiles::listed.eq(profile.listed),
            profiles::other_names.eq(trading.join("\n")),
            profiles::updated_at.eq(now),
            profiles::version.eq(profiles::version + 1),
            profiles::remind_at.eq(profile.remind_at(now)),
        ))
        .execute(tx.db())?;
    once(changed)?;
    diesel::delete(codes::table.filter(codes::organisation_id.eq(of))).execute(tx.db())?;
    for (scheme, code, until) in profile.codes() {
        diesel::insert_into(codes::table)
            .values((
                codes::scheme.eq(scheme),
                codes::code.eq(code),
                codes::organisation_id.eq(of),
                codes::until.eq(until),
            ))
            .execute(tx.db())?;
    }
    Ok(Profile { version: profile.version + 1, updated_at: now, ..profile })
}
