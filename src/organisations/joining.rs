//! `/v1/organisations/{id}/join-requests` and `/v1/join-requests/{request_id}`: somebody asks to
//! become a member, an owner says yes or no.

use super::{
    letters::tell_owners,
    mails,
    model::{CannotOrganise, OrganisationState, Roles},
    policy::{AnswerJoinRequest, AskToJoin, WithdrawJoinRequest},
    store, store_invitations, store_joining,
};
use crate::{
    access::{Organisation, Role, User},
    accounts,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Id, Instant, Kind, Period, Problem, Refuse, Text, kinds},
    outbox, words,
};

words!(
    /// How a request to join ended.
    JoinOutcome { Accepted = "accepted", Declined = "declined", Withdrawn = "withdrawn" }
);

/// Somebody who wants to become a member.
#[derive(Debug, Clone)]
pub struct JoinRequest {
    pub id: Id<JoinRequest>,
    pub organisation: Id<Organisation>,
    pub organisation_name: String,
    pub user: Id<User>,
    pub full_name: String,
    pub email: String,
    pub message: String,
    pub asked_at: Instant,
    pub answered_at: Option<Instant>,
    pub outcome: Option<JoinOutcome>,
}

/// Nobody asks more organisations than this at once.
const MOST: i64 = 5;
/// Each request is a letter to every owner: nobody has more than this sent in a day, even if they
/// take them back.
const A_DAY: i64 = 5;
const DAY: Period = Period::days(1);
/// Who was declined asks again after this.
const REST: Period = Period::days(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotJoin {
    #[error("you have asked already: an owner will answer")]
    Asked,
    #[error("you have asked five organisations already: take one request back first")]
    Many,
    #[error(
        "this organisation has no active owner who could answer: ask an administrator of the platform"
    )]
    Nobody,
    #[error("you have asked five times within a day: try again tomorrow")]
    TooOften,
    #[error("an owner declined not long ago: ask again in {} days, or have them invite you", REST.as_seconds() / 86_400)]
    Declined,
    #[error("this request was answered or withdrawn")]
    Over,
}

impl Refuse for CannotJoin {
    fn kind(&self) -> Kind {
        match self {
            Self::Asked => kinds::TAKEN,
            Self::Nobody | Self::Many | Self::TooOften | Self::Declined | Self::Over => {
                kinds::WRONG_STATE
            }
        }
    }
}

/// Asks to become a member. The owners are told, with what the person says of themselves.
pub fn ask(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    message: &Text<1_000>,
) -> Result<Recorded<JoinRequest>, Fault> {
    let (may, organisation) = store::load(tx.db(), of)?.open::<AskToJoin>(&call.actor)?;
    call.saw(organisation.version)?;
    match organisation.state {
        OrganisationState::Unverified | OrganisationState::Verified => {}
        state @ (OrganisationState::Rejected | OrganisationState::Suspended) => {
            return Err(CannotOrganise::CannotBe(state, "joined").into());
        }
    }
    // One that was read from open data has nobody yet.
    if store::all_owners(tx.db(), of)?.is_empty() {
        return Err(CannotJoin::Nobody.into());
    }
    let user = call.actor.user();
    let user = user.ok_or_else(|| Problem::new(kinds::UNAUTHENTICATED, "sign in first"))?;
    if store::is_member(tx.db(), of, user)? {
        return Err(CannotOrganise::AlreadyMember.into());
    }
    let mine = store_joining::open_of(tx.db(), user)?;
    if mine.contains(&of) {
        return Err(CannotJoin::Asked.into());
    }
    if i64::try_from(mine.len()).unwrap_or(i64::MAX) >= MOST {
        return Err(CannotJoin::Many.into());
    }
    if store_joining::asked_since(tx.db(), user, call.at.minus(DAY))? >= A_DAY {
        return Err(CannotJoin::TooOften.into());
    }
    if store_joining::declined_since(tx.db(), of, user, call.at.minus(REST))? {
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
        message: message.to_string(),
        asked_at: call.at,
        answered_at: None,
        outcome: None,
    };
    store_joining::insert(tx, &request)?;
    let letter = mails::wants_to_join(&call.app.config.public_url, &request);
    tell_owners(tx, call, of, &letter)?;
    audit::record(tx, call, &may, about("member.join_asked", &request), request)
}

fn about(what: &'static str, request: &JoinRequest) -> Event {
    Event::of(what, "organisation", &request.organisation)
        .fact("request", request.id.to_string())
        .fact("user", request.user.to_string())
}

/// What an owner says to a request.
#[derive(Debug, Clone)]
pub struct JoinAnswer {
    /// The roles of the new member; none where the answer is no.
    pub roles: Option<Vec<Role>>,
    pub reason: Option<Text<1_000>>,
}

/// Says yes, with roles, or no. The person is told.
pub fn answer(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<JoinRequest>,
    said: &JoinAnswer,
) -> Result<Recorded<JoinRequest>, Fault> {
    let (may, request) =
        store_joining::load(tx.db(), id)?.open::<AnswerJoinRequest>(&call.actor)?;
    let outcome = match &said.roles {
        Some(_) => JoinOutcome::Accepted,
        None => JoinOutcome::Declined,
    };
    let answered = ended(tx, call, &request, outcome)?;
    let mut event = about("member.join_answered", &request).fact("outcome", outcome.as_str());
    if let Some(roles) = &said.roles {
        let organisation = store::find(tx.db(), request.organisation)?;
        let roles = Roles::of(roles.clone(), organisation.kind)?;
        if store::is_member(tx.db(), request.organisation, request.user)? {
            return Err(CannotOrganise::AlreadyMember.into());
        }
        store::insert_member(tx, request.organisation, request.user, &roles, call.at)?;
        store_invitations::withdraw_all(tx, request.organisation, &request.email, call.at)?;
        event = event.fact("roles", roles.words());
    }
    let to = accounts::addressee(tx.db(), request.user)?;
    let reason = said.reason.as_ref().map(Text::as_str);
    let letter = mails::join_answered(&call.app.config.public_url, &answered, reason);
    outbox::send(tx, call, &to, &letter)?;
    audit::record(tx, call, &may, event, answered)
}

/// Takes a request back.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, id: Id<JoinRequest>) -> Result<Recorded<()>, Fault> {
    let found = store_joining::load(tx.db(), id)?;
    let (may, request) = found.open::<WithdrawJoinRequest>(&call.actor)?;
    ended(tx, call, &request, JoinOutcome::Withdrawn)?;
    audit::record(tx, call, &may, about("member.join_withdrawn", &request), ())
}

/// Ends a request that waits; one that has ended stays as it is.
fn ended(
    tx: &mut Tx<'_>,
    call: &Call,
    request: &JoinRequest,
    outcome: JoinOutcome,
) -> Result<JoinRequest, Fault> {
    if request.outcome.is_some() {
        return Err(CannotJoin::Over.into());
    }
    store_joining::end(tx, request.id, (outcome, call.actor.user()), call.at)?;
    Ok(JoinRequest { answered_at: Some(call.at), outcome: Some(outcome), ..request.clone() })
}
