//! `POST /v1/organisations/{id}/invitations`, `DELETE` of one, and `POST /v1/invitations/acceptance`.

use super::{
    letters::tell_owners,
    mails,
    model::{CannotOrganise, Invitation, OrganisationState, Roles},
    policy::{AcceptInvitation, DeclineInvitation, Invite, WithdrawInvitation},
    store, store_invitations,
};
use crate::{
    access::{Organisation, Role},
    accounts,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Email, Id, Problem, kinds},
    outbox::{self, Addressee},
};

/// Invites an address. The link works once, for a week, for the account of that address alone.
pub fn invite(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    email: &Email,
    roles: &[Role],
) -> Result<Recorded<Invitation>, Fault> {
    let (may, organisation) = store::load(tx.db(), of)?.open::<Invite>(&call.actor)?;
    call.saw(organisation.version)?;
    let roles = Roles::of(roles.to_vec(), organisation.kind)?;
    let known = accounts::find_by_email(tx.db(), email.as_str())?;
    if let Some(user) = known
        && store::is_member(tx.db(), of, user)?
    {
        return Err(CannotOrganise::AlreadyMember.into());
    }
    let by = call.actor.user();
    let by = by.ok_or_else(|| Problem::new(kinds::UNAUTHENTICATED, "sign in first"))?;
    let invitation = Invitation {
        id: Id::new(),
        organisation: of,
        organisation_name: organisation.name,
        email: email.as_str().to_owned(),
        roles,
        by,
        expires_at: call.at.plus(mails::INVITATION_LIFE),
    };
    let token = accounts::one_time_token()?;
    store_invitations::insert_invitation(tx, &invitation, &accounts::token_hash(&token), call.at)?;
    let to = Addressee {
        user: known,
        email: invitation.email.clone(),
        full_name: "colleague".to_owned(),
    };
    outbox::send(
        tx,
        call,
        &to,
        &mails::invitation(&call.app.config.public_url, &invitation, &token),
    )?;
    let event = Event::of("member.invited", "organisation", &of)
        .fact("invitation", invitation.id.to_string())
        .fact("roles", invitation.roles.words());
    audit::record(tx, call, &may, event, invitation)
}

/// Makes the signed-in person a member, if the invitation was sent to their address.
pub fn accept(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Recorded<Invitation>, Fault> {
    let hash = accounts::token_hash(token);
    let found = store_invitations::find_invitation(tx.db(), &hash, call.at)?;
    let found = found.ok_or(CannotOrganise::NoInvitation)?;
    let (may, invitation) = found.open::<AcceptInvitation>(&call.actor)?;
    let user = call.actor.user().ok_or(CannotOrganise::NotYours)?;
    if accounts::addressee(tx.db(), user)?.email != invitation.email {
        return Err(CannotOrganise::NotYours.into());
    }
    if store::card(tx.db(), invitation.organisation)?.suspended {
        return Err(CannotOrganise::CannotBe(OrganisationState::Suspended, "joined").into());
    }
    if store::is_member(tx.db(), invitation.organisation, user)? {
        return Err(CannotOrganise::AlreadyMember.into());
    }
    if !store::is_owner(tx.db(), invitation.organisation, invitation.by, call.at)? {
        return Err(CannotOrganise::NoInvitation.into());
    }
    store::insert_member(tx, invitation.organisation, user, &invitation.roles, call.at)?;
    store_invitations::mark_accepted(tx, invitation.id, call.at)?;
    store_invitations::withdraw_all(tx, invitation.organisation, &invitation.email, call.at)?;
    let event = Event::of("member.joined", "organisation", &invitation.organisation)
        .fact("user", user.to_string())
        .fact("roles", invitation.roles.words());
    audit::record(tx, call, &may, event, invitation)
}

/// Says no to an invitation, by its token alone: who has no account needs none for that. What else
/// waits for the address there is withdrawn too, and the owners are told.
pub fn decline(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Recorded<()>, Fault> {
    let hash = accounts::token_hash(token);
    let found = store_invitations::find_invitation(tx.db(), &hash, call.at)?;
    let found = found.ok_or(CannotOrganise::NoInvitation)?;
    let (may, invitation) = found.open::<DeclineInvitation>(&call.actor)?;
    store_invitations::withdraw_all(tx, invitation.organisation, &invitation.email, call.at)?;
    let letter = mails::declined(&call.app.config.public_url, &invitation);
    tell_owners(tx, call, invitation.organisation, &letter)?;
    let event = Event::of("member.invitation_declined", "organisation", &invitation.organisation)
        .fact("invitation", invitation.id.to_string());
    audit::record(tx, call, &may, event, ())
}

/// Takes an invitation back that has not been accepted.
pub fn withdraw(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    id: Id<Invitation>,
) -> Result<Recorded<()>, Fault> {
    let found = store_invitations::load_invitation(tx.db(), of, id, call.at)?;
    let (may, invitation) = found.open::<WithdrawInvitation>(&call.actor)?;
    store_invitations::withdraw(tx, invitation.id, call.at)?;
    let event = Event::of("member.invitation_withdrawn", "organisation", &of)
        .fact("invitation", invitation.id.to_string());
    audit::record(tx, call, &may, event, ())
}
