//! `POST /v1/invitations/acceptance` and `/refusal`: the invited person becomes a member, or declines.

use super::{
    super::{
        super::{letters::tell_owners, model::OrganisationState, store as organisations},
        model::CannotBeMember,
        store as members,
    },
    mails,
    model::{CannotAccept, Invitation},
    policy::{AcceptInvitation, DeclineInvitation},
    store,
};
use crate::{accounts, prelude::*};

/// The open invitation of a token.
fn opened(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Guarded<Invitation>, Fault> {
    let found = store::find(tx.db(), &accounts::token_hash(token), call.at)?;
    Ok(found.ok_or(CannotAccept::NoInvitation)?)
}

/// Makes the signed-in person a member, if the invitation went to their address.
pub fn accept(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Recorded<Invitation>, Fault> {
    let (may, invitation) = opened(tx, call, token)?.open::<AcceptInvitation>(&call.actor)?;
    let user = call.actor.user().ok_or(CannotAccept::NotYours)?;
    if accounts::addressee(tx.db(), user)?.email != invitation.email {
        return Err(CannotAccept::NotYours.into());
    }
    if organisations::card(tx.db(), invitation.organisation)?.suspended {
        return Err(CannotBeMember::NotJoined(OrganisationState::Suspended).into());
    }
    if members::is_member(tx.db(), invitation.organisation, user)? {
        return Err(CannotBeMember::AlreadyMember.into());
    }
    if !members::is_owner(tx.db(), invitation.organisation, invitation.by, call.at)? {
        return Err(CannotAccept::NoInvitation.into());
    }
    members::insert(tx, invitation.organisation, user, &invitation.roles, call.at)?;
    store::mark_accepted(tx, invitation.id, call.at)?;
    store::withdraw_all(tx, invitation.organisation, &invitation.email, call.at)?;
    let event = Event::of("member.joined", "organisation", &invitation.organisation)
        .fact("user", user.to_string())
        .fact("roles", invitation.roles.words());
    audit::record(tx, call, &may, event, invitation)
}

/// Declines an invitation by its token alone, without an account. Other open invitations of the
/// organisation to the address are withdrawn too, and the owners are told.
pub fn decline(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Recorded<()>, Fault> {
    let (may, invitation) = opened(tx, call, token)?.open::<DeclineInvitation>(&call.actor)?;
    store::withdraw_all(tx, invitation.organisation, &invitation.email, call.at)?;
    let letter = mails::declined(&invitation);
    tell_owners(tx, call, invitation.organisation, &letter)?;
    let event = Event::of("member.invitation_declined", "organisation", &invitation.organisation)
        .fact("invitation", invitation.id.to_string());
    audit::record(tx, call, &may, event, ())
}
