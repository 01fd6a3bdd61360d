//! Rows of applications and of what was found.

use diesel::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    capabilities::model::{
        Application, ApplicationState, Assessment, Evidence, FullApplication, Revocation,
    },
    db::{
        once,
        schema::{
            capability_applications as applications, capability_assessments as assessments,
            capability_categories as categories, capability_revocations as revocations,
            organisations,
        },
    },
    organisations as room,
    organisations::Card,
    prelude::*,
};

pub fn anything() -> Guarded<()> {
    Guarded::new(())
}

pub fn load_supplier(db: &mut Db, of: Id<Organisation>) -> Result<Guarded<Card>, Fault> {
    Ok(Guarded::new(room::card(db, of)?))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::corrupt(&error))
}

fn written<T: Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::corrupt(&error))
}

type Applied = (Id<Application>, String, Id<User>, Instant, Option<Instant>);

type Row = (Applied, (Id<Organisation>, String), (String, String));

fn application(row: Row) -> Result<Application, Fault> {
    let (applied, of, category) = row;
    let (id, state, applied_by, applied_at, withdrawn_at) = applied;
    let state = ApplicationState::parse(&state).ok_or_else(|| Fault::corrupt(&state))?;
    let ((organisation, organisation_name), (category, category_title)) = (of, category);
    Ok(Application {
        id,
        organisation,
        organisation_name,
        category,
        category_title,
        state,
        applied_by,
        applied_at,
        withdrawn_at,
    })
}

/// Applications with the names of supplier and category.
macro_rules! rows {
    () => {
        applications::table.inner_join(organisations::table).inner_join(categories::table).select((
            (
                applications::id,
                applications::state,
                applications::applied_by,
                applications::applied_at,
                applications::withdrawn_at,
            ),
            (organisations::id, organisations::name),
            (categories::code, categories::title),
        ))
    };
}

fn find(db: &mut Db, id: Id<Application>) -> Result<Application, Fault> {
    let row: Option<Row> = rows!().filter(applications::id.eq(id)).first(db).optional()?;
    application(row.ok_or(No::Hidden)?)
}

pub fn load(db: &mut Db, id: Id<Application>) -> Result<Guarded<Application>, Fault> {
    Ok(Guarded::new(find(db, id)?))
}

/// An application with its evidence, its findings and its revocation. Four statements.
pub fn load_whole(db: &mut Db, id: Id<Application>) -> Result<Guarded<FullApplication>, Fault> {
    let application = find(db, id)?;
    let evidence: String = applications::table.find(id).select(applications::evidence).first(db)?;
    let found: Option<(String, Option<Instant>, Instant)> = assessments::table
        .find(id)
        .select((assessments::findings, assessments::good_until, assessments::assessed_at))
        .first(db)
        .optional()?;
    let assessment = found.map(|(findings, good_until, assessed_at)| {
        Ok::<_, Fault>(Assessment { findings: read(&findings)?, good_until, assessed_at })
    });
    let revoked: Option<(Instant, String)> = revocations::table
        .find(id)
        .select((revocations::revoked_at, revocations::reason))
        .first(db)
        .optional()?;
    Ok(Guarded::new(FullApplication {
        application,
        evidence: read::<Vec<Evidence>>(&evidence)?,
        assessment: assessment.transpose()?,
        revocation: revoked.map(|(revoked_at, reason)| Revocation { revoked_at, reason }),
    }))
}

/// The applications of a supplier, newest first.
pub fn of_supplier(
    db: &mut Db,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Vec<Application>, Fault> {
    let mut query = rows!().filter(applications::organisation_id.eq(of)).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(applications::id.lt(after.to_owned()));
    }
    let rows: Vec<Row> = query.order(applications::id.desc()).limit(page.fetch()).load(db)?;
    rows.into_iter().map(application).collect()
}

/// All in a state, oldest first.
pub fn queue(
    db: &mut Db,
    state: ApplicationState,
    page: &PageOf,
) -> Result<Vec<Application>, Fault> {
    let mut query = rows!().filter(applications::state.eq(state.as_str())).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(applications::id.gt(after.to_owned()));
    }
    let rows: Vec<Row> = query.order(applications::id).limit(page.fetch()).load(db)?;
    rows.into_iter().map(application).collect()
}

/// The categories for which a supplier waits to be assessed.
pub fn submitted(db: &mut Db, of: Id<Organisation>) -> Result<Vec<String>, Fault> {
    let waits = applications::state.eq(ApplicationState::Submitted.as_str());
    Ok(applications::table
        .filter(applications::organisation_id.eq(of).and(waits))
        .select(applications::category)
        .load(db)?)
}

pub fn insert(tx: &mut Tx<'_>, new: &Application, evidence: &[Evidence]) -> Result<(), Fault> {
    diesel::insert_into(applications::table)
        .values((
            applications::id.eq(new.id),
            applications::organisation_id.eq(new.organisation),
            applications::category.eq(&new.category),
            applications::evidence.eq(written(&evidence)?),
            applications::state.eq(new.state.as_str()),
            applications::applied_by.eq(new.applied_by),
            applications::applied_at.eq(new.applied_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Ends an application that waits, without an assessment.
pub fn withdraw(
    tx: &mut Tx<'_>,
    id: Id<Application>,
    by: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    let waits = applications::state.eq(ApplicationState::Submitted.as_str());
    let changed = diesel::update(applications::table.filter(applications::id.eq(id).and(waits)))
        .set((
            applications::state.eq(ApplicationState::Withdrawn.as_str()),
            applications::withdrawn_by.eq(by),
            applications::withdrawn_at.eq(now),
        ))
        .execute(tx.db())?;
    once(changed)
}

/// Ends an application that waits with what was found.
pub fn assess(
    tx: &mut Tx<'_>,
    ended: &Application,
    assessment: &Assessment,
    by: Id<User>,
) -> Result<(), Fault> {
    let waits = applications::state.eq(ApplicationState::Submitted.as_str());
    let read = applications::id.eq(ended.id).and(waits);
    let changed = diesel::update(applications::table.filter(read))
        .set(applications::state.eq(ended.state.as_str()))
        .execute(tx.db())?;
    once(changed)?;
    diesel::insert_into(assessments::table)
        .values((
            assessments::application_id.eq(ended.id),
            assessments::findings.eq(written(&assessment.findings)?),
            assessments::good_until.eq(assessment.good_until),
            assessments::assessed_by.eq(by),
            assessments::assessed_at.eq(assessment.assessed_at),
        ))
        .execute(tx.db())?;
    Ok(())
}
