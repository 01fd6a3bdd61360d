//! `POST /v1/invitations/refusal`: the invited person says no.

use super::{
    super::super::letters::tell_owners, mails, model::CannotAccept, policy::DeclineInvitation,
    store,
};
use crate::{accounts, prelude::*};

/// Says no to an invitation, by its token alone: who has no account needs none for that. What else
/// waits for the address there is withdrawn too, and the owners are told.
pub fn decline(tx: &mut Tx<'_>, call: &Call, token: &str) -> Result<Recorded<()>, Fault> {
    let hash = accounts::token_hash(token);
    let found = store::find(tx.db(), &hash, call.at)?;
    let found = found.ok_or(CannotAccept::NoInvitation)?;
    let (may, invitation) = found.open::<DeclineInvitation>(&call.actor)?;
    store::withdraw_all(tx, invitation.organisation, &invitation.email, call.at)?;
    let letter = mails::declined(&invitation);
    tell_owners(tx, call, invitation.organisation, &letter)?;
    let event = Event::of("member.invitation_declined", "organisation", &invitation.organisation)
        .fact("invitation", invitation.id.to_string());
    audit::record(tx, call, &may, event, ())
}
