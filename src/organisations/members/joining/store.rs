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

/// Requests with the names of both sides.
macro_rules! rows {
    () => {
        requests::table
            .inner_join(organisations::table.on(organisations::id.eq(requests::organisation_id)))
            .inner_join(users::table.on(users::id.eq(requests::user_id)))
            .select(JoinRequest::as_select())
    };
}

pub fn load(db: &mut Db, id: Id<JoinRequest>) -> Result<Guarded<JoinRequest>, Fault> {
    let found: Option<JoinRequest> = rows!().filter(requests::id.eq(id)).first(db).optional()?;
    Ok(Guarded::new(found.ok_or(No::Hidden)?))
}

/// A page of the open requests to an organisation, newest first.
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
    Ok(query.order(requests::id.desc()).limit(page.fetch()).load(db)?)
}

/// A page of the requests of a person, newest first.
pub fn of_person(db: &mut Db, by: Id<User>, page: &PageOf) -> Result<Vec<JoinRequest>, Fault> {
    let mut query = rows!().filter(requests::user_id.eq(by)).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(requests::id.lt(after.to_owned()));
    }
    Ok(query.order(requests::id.desc()).limit(page.fetch()).load(db)?)
}

/// The organisations to which a person has an open request.
pub fn open_of(db: &mut Db, by: Id<User>) -> Result<Vec<Id<Organisation>>, Fault> {
    let mine = requests::user_id.eq(by).and(requests::answered_at.is_null());
    Ok(requests::table.filter(mine).select(requests::organisation_id).load(db)?)
}

/// The number of requests of a person since an instant, open or ended.
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
        .filter(requests::outcome.eq(JoinOutcome::Declined))
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

/// Ends the request of a person who has become a member.
pub fn end_own(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    by: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    let own = requests::organisation_id.eq(of).and(requests::user_id.eq(by));
    diesel::update(requests::table.filter(own.and(requests::answered_at.is_null())))
        .set((requests::answered_at.eq(now), requests::outcome.eq(JoinOutcome::Accepted)))
        .execute(tx.db())?;
    Ok(())
}

/// Ends an open request.
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
            requests::outcome.eq(outcome),
        ))
        .execute(tx.db())?;
    once(changed)
}

/// Ends all open requests to an organisation that was merged.
pub fn end_all(tx: &mut Tx<'_>, of: Id<Organisation>, now: Instant) -> Result<(), Fault> {
    let waiting = requests::organisation_id.eq(of).and(requests::answered_at.is_null());
    diesel::update(requests::table.filter(waiting))
        .set((requests::answered_at.eq(now), requests::outcome.eq(JoinOutcome::Withdrawn)))
        .execute(tx.db())?;
    Ok(())
}
