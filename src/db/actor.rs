//! Who the caller is at this moment: read in the same transaction as what they ask for, so that a
//! role taken away a moment ago is not used a moment later.

use diesel::prelude::*;

use super::{
    Db, Fault, natively,
    schema::{members, organisations, sessions, users},
};
use crate::{
    access::{
        Actor, Credential, Membership, Organisation, OrganisationKind, Proof, Role, User, Who,
    },
    kernel::{Id, Instant, Problem, kinds},
};

/// Where somebody is a member, with which roles.
type Place = (Id<Organisation>, String);
/// Kind and state of an organisation.
type Body = (String, String);

fn membership(
    (organisation, roles): Place,
    (kind, state): Body,
    proof: Proof,
) -> Result<Membership, Fault> {
    let kind = OrganisationKind::parse(&kind).ok_or_else(|| Fault::corrupt(&kind))?;
    let roles = roles.split(' ').filter_map(Role::parse);
    let (asleep, roles) = roles.partition(|role| role.needs_second_factor() && !proof.strong);
    Ok(Membership { organisation, kind, suspended: state == "suspended", roles, asleep })
}

/// The person behind a credential, with the roles they hold now. One statement.
///
/// Refuses (401) a session that has ended or expired, and a user who is not active.
pub fn actor(db: &mut Db, credential: Credential, now: Instant) -> Result<Actor, Fault> {
    type Proved = (bool, Instant);
    type Row = ((String, bool, bool), Proved, Option<Place>, Option<Body>);
    // Joined flat: SQLite would first make a table of all members for a join in brackets.
    let rows: Vec<Row> = natively!(db, c => sessions::table
        .inner_join(users::table)
        .left_join(members::table.on(members::user_id.eq(sessions::user_id)))
        .left_join(organisations::table.on(organisations::id.eq(members::organisation_id)))
        .filter(sessions::id.eq(credential.session).and(sessions::user_id.eq(credential.user)))
        .filter(sessions::ended_at.is_null().and(sessions::expires_at.gt(now)))
        .select((
            (users::state, users::administrator, users::auditor),
            (sessions::second_factor, sessions::proved_at),
            (members::organisation_id, members::roles).nullable(),
            (organisations::kind, organisations::state).nullable(),
        ))
        .load(c))?;
    let mut person: Option<Actor> = None;
    for ((state, administrator, auditor), (strong, proved_at), place, body) in rows {
        if state != "active" {
            break;
        }
        let proof = Proof { strong, fresh: now <= proved_at.plus(Proof::FRESH) };
        let actor = person.get_or_insert_with(|| Actor {
            who: Who::Person(credential.user),
            session: Some(credential.session),
            proof,
            administrator: administrator && strong,
            administrator_asleep: administrator && !strong,
            auditor,
            memberships: Vec::new(),
        });
        if let Some((place, body)) = place.zip(body) {
            actor.memberships.push(membership(place, body, proof)?);
        }
    }
    person.ok_or_else(|| {
        Problem::new(kinds::UNAUTHENTICATED, "this session has ended; sign in again").into()
    })
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
        rows.into_iter().map(|(place, body)| membership(place, body, Proof::FULL)).collect();
    let memberships = memberships?;
    Ok(Actor {
        who: Who::Person(user),
        session: None,
        proof: Proof::FULL,
        administrator,
        administrator_asleep: false,
        auditor,
        memberships,
    })
}
