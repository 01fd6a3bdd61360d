//! Rows of applications and of what was found.

use diesel::prelude::*;

use crate::{
    capabilities::model::{Application, ApplicationState, Assessment, Evidence, FullApplication},
    db::{
        json, once,
        schema::{
            capability_applications as applications, capability_assessments as assessments,
            capability_categories as categories, capability_revocations as revocations,
            organisations, users,
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

/// Applications with the names of supplier and category.
macro_rules! rows {
    () => {
        applications::table.inner_join(organisations::table).inner_join(categories::table).select((
            applications::id,
            organisations::id,
            organisations::name,
            categories::code,
            categories::title,
            applications::state,
            applications::applied_at,
        ))
    };
}

fn find(db: &mut Db, id: Id<Application>) -> Result<Application, Fault> {
    let found = rows!().filter(applications::id.eq(id)).first(db).optional()?;
    Ok(found.ok_or(No::Hidden)?)
}

pub fn load(db: &mut Db, id: Id<Application>) -> Result<Guarded<Application>, Fault> {
    Ok(Guarded::new(find(db, id)?))
}

/// An application with its evidence, its findings and its revocation. Four statements.
pub fn load_whole(db: &mut Db, id: Id<Application>) -> Result<Guarded<FullApplication>, Fault> {
    let application = find(db, id)?;
    let submitted = applications::table
        .inner_join(users::table.on(users::id.eq(applications::applied_by)))
        .filter(applications::id.eq(id))
        .select((applications::evidence, users::id, users::full_name, applications::withdrawn_at))
        .first(db)?;
    let assessment = assessments::table
        .find(id)
        .select((assessments::findings, assessments::good_until, assessments::assessed_at))
        .first(db)
        .optional()?;
    let revocation = revocations::table
        .find(id)
        .select((revocations::revoked_at, revocations::reason))
        .first(db)
        .optional()?;
    Ok(Guarded::new(FullApplication { application, submitted, assessment, revocation }))
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
    Ok(query.order(applications::id.desc()).limit(page.fetch()).load(db)?)
}

/// All in a state, oldest first.
pub fn queue(
    db: &mut Db,
    state: ApplicationState,
    page: &PageOf,
) -> Result<Vec<Application>, Fault> {
    let mut query = rows!().filter(applications::state.eq(state)).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(applications::id.gt(after.to_owned()));
    }
    Ok(query.order(applications::id).limit(page.fetch()).load(db)?)
}

/// The categories for which a supplier waits to be assessed.
pub fn submitted(db: &mut Db, of: Id<Organisation>) -> Result<Vec<String>, Fault> {
    let waits = applications::state.eq(ApplicationState::Submitted);
    Ok(applications::table
        .filter(applications::organisation_id.eq(of).and(waits))
        .select(applications::category)
        .load(db)?)
}

pub fn insert(
    tx: &mut Tx<'_>,
    new: &Application,
    evidence: &[Evidence],
    by: Id<User>,
) -> Result<(), Fault> {
    diesel::insert_into(applications::table)
        .values((
            applications::id.eq(new.id),
            applications::organisation_id.eq(new.organisation_id),
            applications::category.eq(&new.category),
            applications::evidence.eq(json(evidence)),
            applications::state.eq(new.state),
            applications::applied_by.eq(by),
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
    let waits = applications::state.eq(ApplicationState::Submitted);
    let changed = diesel::update(applications::table.filter(applications::id.eq(id).and(waits)))
        .set((
            applications::state.eq(ApplicationState::Withdrawn),
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
    let waits = applications::state.eq(ApplicationState::Submitted);
    let read = applications::id.eq(ended.id).and(waits);
    let changed = diesel::update(applications::table.filter(read))
        .set(applications::state.eq(ended.state))
        .execute(tx.db())?;
    once(changed)?;
    diesel::insert_into(assessments::table)
        .values((
            assessments::application_id.eq(ended.id),
            assessments::findings.eq(json(&assessment.findings)),
            assessments::good_until.eq(assessment.good_until),
            assessments::assessed_by.eq(by),
            assessments::assessed_at.eq(assessment.assessed_at),
        ))
        .execute(tx.db())?;
    Ok(())
}
