//! `POST /v1/invitations/acceptance`: the invited person becomes a member.

use super::{
    super::{
        super::{model::OrganisationState, store as organisations},
        model::CannotBeMember,
        store as members,
    },
    model::{CannotAccept, Invitation},
    policy::AcceptInvitation,
    store,
};
use crate::{accounts, prelude::*};

/// Makes the signed-in person a member, if the invitation was sent to their address.
pub fn accept(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Recorded<Invitation>, Fault> {
    let hash = accounts::token_hash(token);
    let found = store::find(tx.db(), &hash, call.at)?;
    let found = found.ok_or(CannotAccept::NoInvitation)?;
    let (may, invitation) = found.open::<AcceptInvitation>(&call.actor)?;
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
