//! Letters about invitations.

use super::model::Invitation;
use crate::outbox::{Letter, Place};

pub fn invitation(invitation: &Invitation, token: &str) -> Letter {
    let name = &invitation.organisation_name;
    Letter::new("organisation.invitation", format!("{name} invites you to Guildhall"))
        .says(format!("You have been invited to work for {name} at Guildhall."))
        .says("Make an account with this e-mail address if you have none, sign in, and accept.")
        .fact("Organisation", name)
        .fact("Your roles", &invitation.roles.words().replace(' ', ", "))
        .fact("Accept until", &invitation.expires_at.in_london())
        .fact("Token", &token)
        .link("Accept the invitation", Place::Invitation { token })
        .about(&invitation.organisation)
        .secret()
}

/// To the owners, after an invited person has declined.
pub fn declined(invitation: &Invitation) -> Letter {
    let Invitation { organisation, organisation_name: name, email, .. } = invitation;
    Letter::new("organisation.invitation_declined", format!("An invitation to {name} was declined"))
        .says(format!("{email} was invited to work for {name} at Guildhall, and has said no."))
        .fact("Address", email)
        .link("Open Guildhall", Place::Docs)
        .about(organisation)
        .secret()
}
