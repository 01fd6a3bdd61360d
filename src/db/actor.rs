//! Who the caller is at this moment: read in the same transaction as what they ask for, so that a
//! role taken away a moment ago is not used a moment later.

use diesel::prelude::*;

use super::{
    Db, Fault, natively,
    schema::{
        auditor_grant_bodies as bodies, auditor_grants as grants, members, organisations, sessions,
        users,
    },
};
use crate::{
    access::{
        Actor, Audits, Credential, Grant, Membership, Organisation, OrganisationKind, Role,
        Session, User, Who,
    },
    kernel::{Id, Instant, Problem, kinds},
};

/// Where somebody is a member, with which roles.
type Place = (Id<Organisation>, String);
/// Kind and state of an organisation.
type Body = (String, String);

fn membership((organisation, roles): Place, (kind, state): Body) -> Result<Membership, Fault> {
    let kind = OrganisationKind::parse(&kind).ok_or_else(|| Fault::corrupt(&kind))?;
    let roles = roles.split(' ').filter_map(Role::parse).collect();
    Ok(Membership { organisation, kind, suspended: state == "suspended", roles })
}

/// The person behind a credential, with the roles they hold now. One statement, and
/// one more for auditors.
///
/// Refuses (401) a session that has ended or expired, and a user who is not active.
pub fn actor(db: &mut Db, credential: Credential, now: Instant) -> Result<Actor, Fault> {
    type Row = ((String, bool, bool), Option<Place>, Option<Body>);
    // Joined flat: SQLite would first make a table of all members for a join in brackets.
    let rows: Vec<Row> = natively!(db, c => sessions::table
        .inner_join(users::table)
        .left_join(members::table.on(members::user_id.eq(sessions::user_id)))
        .left_join(organisations::table.on(organisations::id.eq(members::organisation_id)))
        .filter(sessions::id.eq(credential.session).and(sessions::user_id.eq(credential.user)))
        .filter(sessions::ended_at.is_null().and(sessions::expires_at.gt(now)))
        .select((
            (users::state, users::administrator, users::auditor),
            (members::organisation_id, members::roles).nullable(),
            (organisations::kind, organisations::state).nullable(),
        ))
        .load(c))?;
    let mut person: Option<Actor> = None;
    for ((state, administrator, auditor), place, body) in rows {
        if state != "active" {
            break;
        }
        let actor = person.get_or_insert_with(|| Actor {
            who: Who::Person(credential.user),
            session: Some(credential.session),
            administrator,
            auditor,
            audits: Audits::default(),
            memberships: Vec::new(),
        });
        if let Some((place, body)) = place.zip(body) {
            actor.memberships.push(membership(place, body)?);
        }
    }
    let mut person = person.ok_or_else(|| {
        Problem::new(kinds::UNAUTHENTICATED, "this session has ended; sign in again")
    })?;
    if person.auditor {
        person.audits = audits(db, credential.user, now)?;
    }
    Ok(person)
}

/// The bodies that an auditor may read now: a grant begins and ends by itself.
fn audits(db: &mut Db, auditor: Id<User>, now: Instant) -> Result<Audits, Fault> {
    let open: Vec<(Id<Organisation>, Id<Grant>)> = grants::table
        .inner_join(bodies::table.on(bodies::grant_id.eq(grants::id)))
        .filter(grants::auditor_id.eq(auditor))
        .filter(grants::confirmed_at.is_not_null().and(grants::revoked_at.is_null()))
        .filter(grants::from_at.le(now).and(grants::until_at.gt(now)))
        .order(grants::id)
        .select((bodies::organisation_id, grants::id))
        .load(db)?;
    Ok(Audits::of(open))
}

/// The same for a user without a session: for the command line and the demo.
pub fn actor_of(db: &mut Db, user: Id<User>) -> Result<Actor, Fault> {
    let (administrator, auditor): (bool, bool) = users::table
        .filter(users::id.eq(user))
        .select((users::administrator, users::auditor))
        .first(db)?;
    let rows: Vec<(Place, Body)> = members::table
        .inner_join(organisations::table)
        .filter(members::user_id.eq(user))
        .select((
            (members::organisation_id, members::roles),
            (organisations::kind, organisations::state),
        ))
        .load(db)?;
    let memberships: Result<_, Fault> =
        rows.into_iter().map(|(place, body)| membership(place, body)).collect();
    let memberships = memberships?;
    let session: Option<Id<Session>> = None;
    let audits = Audits::default();
    Ok(Actor { who: Who::Person(user), session, administrator, auditor, audits, memberships })
}
