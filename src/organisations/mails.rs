//! Letters about organisations.

use super::{
    keys::StoredKey,
    model::{Invitation, Outcome, Stored},
};
use crate::{
    access::User,
    kernel::{Id, Period},
    outbox::Letter,
};

/// How long an invitation may be accepted.
pub const INVITATION_LIFE: Period = Period::days(7);

pub fn invitation(public_url: &str, invitation: &Invitation, token: &str) -> Letter {
    let name = &invitation.organisation_name;
    Letter::new("organisation.invitation", format!("{name} invites you to Guildhall"))
        .says(format!("You have been invited to work for {name} at Guildhall."))
        .says("Make an account with this e-mail address if you have none, sign in, and accept.")
        .fact("Organisation", name)
        .fact("Your roles", &invitation.roles.words().replace(' ', ", "))
        .fact("Accept until", &invitation.expires_at.in_london())
        .fact("Token", &token)
        .link("Accept the invitation", format!("{public_url}/docs/invitations#token={token}"))
        .about(&invitation.organisation)
        .secret()
}

pub fn removed(public_url: &str, name: &str) -> Letter {
    Letter::new("member.removed", format!("You are no longer a member of {name}"))
        .says(format!("An owner has ended your membership of {name} at Guildhall. What you wrote stays with the organisation."))
        .says("If you think that this is a mistake, talk to them.")
        .link("Open Guildhall", format!("{public_url}/docs"))
}

/// It is about the person by id too: its words are erased with their account.
pub fn left(public_url: &str, name: &str, (id, who): (Id<User>, &str)) -> Letter {
    Letter::new("member.left", format!("{who} has left {name}"))
        .says(format!("{who} has left {name} at Guildhall. What they wrote stays with the organisation; look whether somebody else has to take over their roles."))
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&id)
}

pub fn judged(public_url: &str, organisation: &Stored, outcome: Outcome, note: &str) -> Letter {
    let name = &organisation.name;
    let (subject, words) = match outcome {
        Outcome::Verified => (
            format!("{name} is verified"),
            "An administrator has verified your organisation. Public bodies may now publish, and suppliers may now submit bids.",
        ),
        Outcome::Rejected => (
            format!("{name} could not be verified"),
            "An administrator could not verify your organisation. The note below says why; answer this by writing to the administrators.",
        ),
    };
    let letter = Letter::new("organisation.verified", subject)
        .says(words)
        .fact("Organisation", name)
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&organisation.id);
    if note.is_empty() { letter } else { letter.fact("Note", &note) }
}

pub fn key_made(public_url: &str, key: &StoredKey) -> Letter {
    Letter::new("api_key.made", "You have made an API key")
        .says("An API key was made in your name at Guildhall: a program that has it can do some of what you can do in your organisation.")
        .says("If it was not you, revoke it and choose a new password at once.")
        .fact("Key", &format!("{} ({}...)", key.name, key.hint))
        .fact("Ends", &key.expires_at.in_london())
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&key.holder.organisation)
        .urgent()
}
