//! Rows of requests to join.

use diesel::prelude::*;

use super::model::{JoinOutcome, JoinRequest};
use crate::{
    db::{
        once,
        schema::{join_requests as requests, organisations, users},
    },
    prelude::*,
};

/// A row with the names of both sides.
#[derive(Queryable)]
struct Row {
    id: Id<JoinRequest>,
    message: String,
    asked_at: Instant,
    answered_at: Option<Instant>,
    outcome: Option<String>,
    organisation: Id<Organisation>,
    organisation_name: String,
    user: Id<User>,
    full_name: String,
    email: String,
}

impl TryFrom<Row> for JoinRequest {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let outcome = row
            .outcome
            .map(|word| JoinOutcome::parse(&word).ok_or_else(|| Fault::corrupt(&word)))
            .transpose()?;
        Ok(Self {
            id: row.id,
            organisation: row.organisation,
            organisation_name: row.organisation_name,
            user: row.user,
            full_name: row.full_name,
            email: row.email,
            message: row.message,
            asked_at: row.asked_at,
            answered_at: row.answered_at,
            outcome,
        })
    }
}

/// Requests with the names of both sides.
macro_rules! rows {
    () => {
        requests::table
            .inner_join(organisations::table.on(organisations::id.eq(requests::organisation_id)))
            .inner_join(users::table.on(users::id.eq(requests::user_id)))
            .select((
                requests::id,
                requests::message,
                requests::asked_at,
                requests::answered_at,
                requests::outcome,
                organisations::id,
                organisations::name,
                users::id,
                users::full_name,
                users::email,
            ))
    };
}

pub fn load(db: &mut Db, id: Id<JoinRequest>) -> Result<Guarded<JoinRequest>, Fault> {
    let row: Option<Row> = rows!().filter(requests::id.eq(id)).first(db).optional()?;
    Ok(Guarded::new(row.ok_or(No::Hidden)?.try_into()?))
}

/// A page of those that wait at an organisation, newest first.
pub fn waiting(
    db: &mut Db,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Vec<JoinRequest>, Fault> {
    let here = requests::organisation_id.eq(of).and(requests::answered_at.is_null());
    let mut query = rows!().filter(here).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(requests::id.lt(after.to_owned()));
    }
    let rows: Vec<Row> = query.order(requests::id.desc()).limit(page.fetch()).load(db)?;
    rows.into_iter().map(JoinRequest::try_from).collect()
}

/// A page of what somebody has asked, newest first.
pub fn of_person(db: &mut Db, by: Id<User>, page: &PageOf) -> Result<Vec<JoinRequest>, Fault> {
    let mut query = rows!().filter(requests::user_id.eq(by)).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(requests::id.lt(after.to_owned()));
    }
    let rows: Vec<Row> = query.order(requests::id.desc()).limit(page.fetch()).load(db)?;
    rows.into_iter().map(JoinRequest::try_from).collect()
}

/// The organisations that somebody waits for.
pub fn open_of(db: &mut Db, by: Id<User>) -> Result<Vec<Id<Organisation>>, Fault> {
    let mine = requests::user_id.eq(by).and(requests::answered_at.is_null());
    Ok(requests::table.filter(mine).select(requests::organisation_id).load(db)?)
}

/// The number of requests that a person has made since an instant, with those that have ended.
pub fn asked_since(db: &mut Db, by: Id<User>, since: Instant) -> Result<i64, Fault> {
    let mine = requests::user_id.eq(by).and(requests::asked_at.gt(since));
    Ok(requests::table.filter(mine).count().get_result(db)?)
}

pub fn declined_since(
    db: &mut Db,
    of: Id<Organisation>,
    by: Id<User>,
    since: Instant,
) -> Result<bool, Fault> {
    let declined: i64 = requests::table
        .filter(requests::user_id.eq(by).and(requests::organisation_id.eq(of)))
        .filter(requests::outcome.eq(JoinOutcome::Declined.as_str()))
        .filter(requests::answered_at.gt(since))
        .count()
        .get_result(db)?;
    Ok(declined > 0)
}

pub fn insert(tx: &mut Tx<'_>, new: &JoinRequest) -> Result<(), Fault> {
    diesel::insert_into(requests::table)
        .values((
            requests::id.eq(new.id),
            requests::organisation_id.eq(new.organisation),
            requests::user_id.eq(new.user),
            requests::message.eq(&new.message),
            requests::asked_at.eq(new.asked_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Ends the request of somebody who has become a member.
pub fn end_own(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    by: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    let own = requests::organisation_id.eq(of).and(requests::user_id.eq(by));
    diesel::update(requests::table.filter(own.and(requests::answered_at.is_null())))
        .set((requests::answered_at.eq(now), requests::outcome.eq(JoinOutcome::Accepted.as_str())))
        .execute(tx.db())?;
    Ok(())
}

/// Ends a request that waits.
pub fn end(
    tx: &mut Tx<'_>,
    id: Id<JoinRequest>,
    outcome: JoinOutcome,
    by: Option<Id<User>>,
    now: Instant,
) -> Result<(), Fault> {
    let waiting = requests::id.eq(id).and(requests::answered_at.is_null());
    let changed = diesel::update(requests::table.filter(waiting))
        .set((
            requests::answered_at.eq(now),
            requests::answered_by.eq(by),
            requests::outcome.eq(outcome.as_str()),
        ))
        .execute(tx.db())?;
    once(changed)
}

/// Ends what waits at an organisation that is no more.
pub fn end_all(tx: &mut Tx<'_>, of: Id<Organisation>, now: Instant) -> Result<(), Fault> {
    let waiting = requests::organisation_id.eq(of).and(requests::answered_at.is_null());
    diesel::update(requests::table.filter(waiting))
        .set((requests::answered_at.eq(now), requests::outcome.eq(JoinOutcome::Withdrawn.as_str())))
        .execute(tx.db())?;
    Ok(())
}
