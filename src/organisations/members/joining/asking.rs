//! `POST /v1/organisations/{id}/join-requests` and `GET /v1/me/join-requests`: a person asks to become
//! a member, and lists their requests.

use super::{
    super::{
        super::{letters::tell_owners, model::OrganisationState, store as organisations},
        model::CannotBeMember,
        store as members,
    },
    mails,
    model::{CannotJoin, JoinRequest, REST},
    policy::AskToJoin,
    store,
};
use crate::{accounts, prelude::*};

/// Requests that one person may have open at once.
const MOST: i64 = 5;
/// Requests of one person in a day, also withdrawn ones, since each sends a letter to every owner.
const A_DAY: i64 = 5;
const DAY: Period = Period::days(1);

/// The event of a request to join.
pub fn about(what: &'static str, request: &JoinRequest) -> Event {
    Event::of(what, "organisation", &request.organisation)
        .fact("request", request.id.to_string())
        .fact("user", request.user.to_string())
}

/// An organisation to join, and a message to its owners.
#[derive(Debug)]
pub struct JoinAsked {
    pub of: Id<Organisation>,
    pub message: Text<1_000>,
}

/// Asks to become a member. The owners are told the name, the address and the message.
pub fn ask(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &JoinAsked,
) -> Result<Recorded<JoinRequest>, Fault> {
    let of = asked.of;
    let (may, organisation) = organisations::load(tx.db(), of)?.open::<AskToJoin>(&call.actor)?;
    call.saw(organisation.version)?;
    match organisation.state {
        OrganisationState::Unverified | OrganisationState::Verified => {}
        state @ (OrganisationState::Rejected | OrganisationState::Suspended) => {
            return Err(CannotBeMember::NotJoined(state).into());
        }
    }
    // An imported body has no members yet.
    if members::all_owners(tx.db(), of)?.is_empty() {
        return Err(CannotJoin::Nobody.into());
    }
    let user = call.person()?;
    if members::is_member(tx.db(), of, user)? {
        return Err(CannotBeMember::AlreadyMember.into());
    }
    let mine = store::open_of(tx.db(), user)?;
    if mine.contains(&of) {
        return Err(CannotJoin::Asked.into());
    }
    if i64::try_from(mine.len()).unwrap_or(i64::MAX) >= MOST {
        return Err(CannotJoin::Many.into());
    }
    if store::asked_since(tx.db(), user, call.at.minus(DAY))? >= A_DAY {
        return Err(CannotJoin::TooOften.into());
    }
    if store::declined_since(tx.db(), of, user, call.at.minus(REST))? {
        return Err(CannotJoin::Declined.into());
    }
    let person = accounts::addressee(tx.db(), user)?;
    let request = JoinRequest {
        id: Id::new(),
        organisation: of,
        organisation_name: organisation.name,
        user,
        full_name: person.full_name,
        email: person.email,
        message: asked.message.to_string(),
        asked_at: call.at,
        answered_at: None,
        outcome: None,
    };
    store::insert(tx, &request)?;
    tell_owners(tx, call, of, &mails::wants_to_join(&request))?;
    audit::record(tx, call, &may, about("member.join_asked", &request), request)
}

/// The requests that the caller has made, newest first.
pub fn own(db: &mut Db, actor: &Actor, page: &PageOf) -> Result<Page<JoinRequest>, Fault> {
    let user = actor.person()?;
    let rows = store::of_person(db, user, page)?;
    Ok(page.cut(rows, |one| one.id.to_string()))
}
