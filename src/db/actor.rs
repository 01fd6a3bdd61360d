//! The actor behind a credential, read in the transaction of the operation itself, so that a role
//! that was removed a moment ago is not used a moment later.

use std::net::IpAddr;

use diesel::prelude::*;

use super::{
    Db, Fault, Words, natively,
    people::last_seen,
    schema::{
        api_keys, auditor_grant_bodies as bodies, auditor_grants as grants, members, organisations,
        sessions, users,
    },
};
use crate::{
    access::{
        Actor, ApiKey, Audits, Credential, Duties, Grant, Membership, Need, Organisation,
        OrganisationKind, Proof, Role, Scope, User, Who,
    },
    kernel::{Email, Id, Instant, Networks, Period, Problem, kinds},
};

/// A place of a person in an organisation.
#[derive(Queryable)]
struct Place {
    organisation: Id<Organisation>,
    roles: Words<Role>,
    confirmed_until: Option<Instant>,
}

/// Kind and state of an organisation.
#[derive(Queryable)]
struct Body {
    kind: OrganisationKind,
    state: String,
}

fn membership(place: Place, body: &Body, proof: Proof, now: Instant) -> Membership {
    let over = place.confirmed_until.is_some_and(|until| until <= now);
    let (lapsed, roles): (Vec<_>, Vec<_>) = place.roles.0.into_iter().partition(|_| over);
    let sleeps = |role: &Role| role.needs_second_factor() && !proof.strong;
    let (asleep, roles) = roles.into_iter().partition(sleeps);
    let (organisation, kind) = (place.organisation, body.kind);
    let suspended = body.state == "suspended";
    Membership { organisation, kind, suspended, roles, asleep, lapsed }
}

/// The person behind a credential, with the roles they hold now. One statement, and
/// one more for auditors.
///
/// Refuses (401) a session that has ended or expired, and a user who is not active.
pub fn actor(db: &mut Db, credential: Credential, now: Instant) -> Result<Actor, Fault> {
    type Proved = (bool, Instant);
    type Row = ((String, bool, Duties, bool), Proved, Option<Place>, Option<Body>);
    // Joined flat: SQLite would first make a table of all members for a join in brackets.
    let rows: Vec<Row> = natively!(db, c => sessions::table
        .inner_join(users::table)
        .left_join(members::table.on(members::user_id.eq(sessions::user_id)))
        .left_join(organisations::table.on(organisations::id.eq(members::organisation_id)))
        .filter(sessions::id.eq(credential.session).and(sessions::user_id.eq(credential.user)))
        .filter(sessions::ended_at.is_null().and(sessions::expires_at.gt(now)))
        .select((
            (users::state, users::administrator, users::duties, users::auditor),
            (sessions::second_factor, sessions::proved_at),
            (members::organisation_id, members::roles, members::confirmed_until).nullable(),
            (organisations::kind, organisations::state).nullable(),
        ))
        .load(c))?;
    let mut person: Option<Actor> = None;
    for ((state, administrator, duties, auditor), (strong, proved_at), place, body) in rows {
        if state != "active" {
            break;
        }
        let proof = Proof { strong, fresh: now <= proved_at.plus(Proof::FRESH) };
        let actor = person.get_or_insert_with(|| Actor {
            who: Who::Person(credential.user),
            session: Some(credential.session),
            key: None,
            proof,
            administrator: administrator && strong,
            administrator_asleep: administrator && !strong,
            duties,
            auditor,
            audits: Audits::default(),
            memberships: Vec::new(),
            elsewhere: Vec::new(),
        });
        if let Some((place, body)) = place.zip(body) {
            actor.memberships.push(membership(place, &body, proof, now));
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

/// The check of an API key that a request brings.
#[derive(Debug, Clone, Copy)]
pub struct KeyCheck {
    /// SHA-256 of the key.
    pub hash: [u8; 32],
    pub from: Option<IpAddr>,
    pub need: Need,
    /// How long a person may stay away before what acts for them stops.
    pub idle: Period,
}

/// The person for whom a program acts with a key: in the one organisation of the key, with the
/// roles that they hold there now, never as an administrator or auditor, and with no second factor
/// proved. One statement, and one more for people, who may have left without a word.
///
/// Refuses (401) a key that is unknown, revoked, expired, or whose person is not active, was not
/// seen for too long or is no member any more, and (403) one that is used from elsewhere or for something else.
pub fn actor_of_key(db: &mut Db, check: &KeyCheck, now: Instant) -> Result<Actor, Fault> {
    type Key = (Id<ApiKey>, (Id<User>, String), String, String);
    type Row = (Key, Place, Body);
    let hash = hex::encode(check.hash);
    let mine = members::organisation_id
        .eq(api_keys::organisation_id)
        .and(members::user_id.eq(api_keys::user_id));
    let row: Option<Row> = natively!(db, c => api_keys::table
        .inner_join(users::table.on(users::id.eq(api_keys::user_id)))
        .inner_join(members::table.on(mine))
        .inner_join(organisations::table.on(organisations::id.eq(members::organisation_id)))
        .filter(api_keys::key_hash.eq(&hash).and(api_keys::revoked_at.is_null()))
        .filter(api_keys::expires_at.gt(now).and(users::state.eq("active")))
        .select((
            (api_keys::id, (users::id, users::email), api_keys::scopes, api_keys::networks),
            (members::organisation_id, members::roles, members::confirmed_until),
            (organisations::kind, organisations::state),
        ))
        .first(c)
        .optional())?;
    let unknown = || Problem::new(kinds::UNAUTHENTICATED, "this API key is no longer valid");
    let ((key, (user, email), scopes, networks), place, body) = row.ok_or_else(unknown)?;
    if !Email::is_of_program(&email) && last_seen(db, user)?.plus(check.idle) <= now {
        let detail =
            "the holder of this API key has not signed in for too long and has to sign in again";
        return Err(Problem::new(kinds::UNAUTHENTICATED, detail).into());
    }
    if !Networks::parse(&networks).is_ok_and(|allowed| allowed.have(check.from)) {
        let detail = "this API key cannot be used from this address";
        return Err(Problem::new(kinds::FORBIDDEN, detail).into());
    }
    match check.need {
        Need::Nothing => {}
        Need::Openly(Some(scope)) if scopes.split(' ').any(|one| one == scope.as_str()) => {}
        Need::Openly(_) => return Ok(Actor::anybody()),
        Need::Scope(scope) if scopes.split(' ').any(|one| one == scope.as_str()) => {}
        Need::Scope(scope) => {
            let detail = format!("this API key does not have the scope {scope}");
            return Err(Problem::new(kinds::FORBIDDEN, detail).into());
        }
        Need::Person => {
            let detail = "API keys cannot do this: sign in as a person";
            return Err(Problem::new(kinds::FORBIDDEN, detail).into());
        }
    }
    let memberships = vec![membership(place, &body, Proof::default(), now)];
    let elsewhere = if interests_count(check.need) { places(db, user)? } else { Vec::new() };
    let who = Who::Person(user);
    Ok(Actor { who, key: Some(key), memberships, elsewhere, ..Actor::anybody() })
}

/// Whether what is asked can be barred by a conflict of interest.
fn interests_count(need: Need) -> bool {
    match need {
        Need::Scope(scope) | Need::Openly(Some(scope)) => {
            matches!(scope, Scope::BidsRead | Scope::EvaluationRead | Scope::AwardsRead)
        }
        Need::Nothing | Need::Openly(None) | Need::Person => false,
    }
}

fn places(db: &mut Db, of: Id<User>) -> Result<Vec<Id<Organisation>>, Fault> {
    let theirs = members::table.filter(members::user_id.eq(of));
    Ok(theirs.select(members::organisation_id).load(db)?)
}

/// The same for a user without a session: for the command line and the demo.
pub fn actor_of(db: &mut Db, user: Id<User>, now: Instant) -> Result<Actor, Fault> {
    let (administrator, duties, auditor): (bool, Duties, bool) = users::table
        .filter(users::id.eq(user))
        .select((users::administrator, users::duties, users::auditor))
        .first(db)?;
    let rows: Vec<(Place, Body)> = members::table
        .inner_join(organisations::table)
        .filter(members::user_id.eq(user))
        .select((
            (members::organisation_id, members::roles, members::confirmed_until),
            (organisations::kind, organisations::state),
        ))
        .load(db)?;
    let memberships =
        rows.into_iter().map(|(place, body)| membership(place, &body, Proof::FULL, now)).collect();
    Ok(Actor {
        who: Who::Person(user),
        session: None,
        key: None,
        proof: Proof::FULL,
        administrator,
        administrator_asleep: false,
        duties,
        auditor,
        audits: Audits::default(),
        memberships,
        elsewhere: Vec::new(),
    })
}
