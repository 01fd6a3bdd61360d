//! `/v1/organisations/{id}/join-requests` and `/v1/join-requests/{request_id}`: owners list and answer
//! requests to join; the person withdraws one.

use super::{
    super::{
        super::{model::PageOfOrganisation, store as organisations},
        invitations,
        model::{CannotBeMember, Roles},
        store as members,
    },
    asking::about,
    mails,
    model::{CannotJoin, JoinAnswer, JoinOutcome, JoinRequest},
    policy::{AnswerJoinRequest, ReadJoinRequests, WithdrawJoinRequest},
    store,
};
use crate::{accounts, outbox, prelude::*};

/// The open requests to an organisation, newest first, for owners.
pub fn waiting(
    db: &mut Db,
    actor: &Actor,
    asked: &PageOfOrganisation,
) -> Result<Page<JoinRequest>, Fault> {
    let found = organisations::load(db, asked.of)?;
    let (_, organisation) = found.open::<ReadJoinRequests>(actor)?;
    let rows = store::waiting(db, organisation.id, &asked.page)?;
    Ok(asked.page.cut(rows, |one| one.id.to_string()))
}

/// Accepts a request, with roles, or declines it. The person is told.
pub fn answer(
    tx: &mut Tx<'_>,
    call: &Call,
    said: &JoinAnswer,
) -> Result<Recorded<JoinRequest>, Fault> {
    let (may, request) =
        store::load(tx.db(), said.request)?.open::<AnswerJoinRequest>(&call.actor)?;
    let outcome = match &said.roles {
        Some(_) => JoinOutcome::Accepted,
        None => JoinOutcome::Declined,
    };
    let answered = ended(tx, call, &request, outcome)?;
    let mut event = about("member.join_answered", &request).fact("outcome", outcome.as_str());
    if let Some(roles) = &said.roles {
        let organisation = organisations::find(tx.db(), request.organisation)?;
        let roles = Roles::of(roles.clone(), organisation.kind)?;
        if members::is_member(tx.db(), request.organisation, request.user)? {
            return Err(CannotBeMember::AlreadyMember.into());
        }
        members::insert(tx, request.organisation, request.user, &roles, call.at)?;
        invitations::withdraw_all(tx, request.organisation, &request.email, call.at)?;
        event = event.fact("roles", roles.words());
    }
    let to = accounts::addressee(tx.db(), request.user)?;
    let reason = said.reason.as_ref().map(Text::as_str);
    let letter = mails::join_answered(&answered, reason);
    outbox::send(tx, call, &to, &letter)?;
    audit::record(tx, call, &may, event, answered)
}

/// Withdraws a request.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, id: Id<JoinRequest>) -> Result<Recorded<()>, Fault> {
    let found = store::load(tx.db(), id)?;
    let (may, request) = found.open::<WithdrawJoinRequest>(&call.actor)?;
    ended(tx, call, &request, JoinOutcome::Withdrawn)?;
    audit::record(tx, call, &may, about("member.join_withdrawn", &request), ())
}

/// Ends an open request.
fn ended(
    tx: &mut Tx<'_>,
    call: &Call,
    request: &JoinRequest,
    outcome: JoinOutcome,
) -> Result<JoinRequest, Fault> {
    if request.outcome.is_some() {
        return Err(CannotJoin::Over.into());
    }
    store::end(tx, request.id, outcome, call.actor.user(), call.at)?;
    Ok(JoinRequest { answered_at: Some(call.at), outcome: Some(outcome), ..request.clone() })
}
