//! Letters about organisations.

use super::{
    joining::{JoinOutcome, JoinRequest},
    model::{Invitation, Member, Outcome, Stored},
    model_mergers::Bodies,
};
use crate::{
    access::{Organisation, User},
    kernel::{Id, Instant, Period},
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

/// To the owners: who was invited does not come.
pub fn declined(public_url: &str, invitation: &Invitation) -> Letter {
    let Invitation { organisation, organisation_name: name, email, .. } = invitation;
    Letter::new("organisation.invitation_declined", format!("An invitation to {name} was declined"))
        .says(format!("{email} was invited to work for {name} at Guildhall, and has said no."))
        .fact("Address", email)
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(organisation)
        .secret()
}

pub fn merger_proposed(public_url: &str, bodies: &Bodies, reason: &str) -> Letter {
    let (from, into) = (&bodies.from.name, &bodies.into.name);
    Letter::new("organisation.merger_proposed", format!("{from} is to become part of {into}"))
        .says(format!("An administrator of the platform proposes that {from} becomes part of {into} at Guildhall. Nothing changes until a second administrator confirms it. Then members, opportunities, identifiers and domains move."))
        .fact("Reason", &reason)
        .says("If this is wrong, write to the administrators now.")
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&bodies.from.id)
}

pub fn merged(public_url: &str, bodies: &Bodies) -> Letter {
    let (from, into) = (&bodies.from.name, &bodies.into.name);
    Letter::new("organisation.merged", format!("{from} is part of {into} now"))
        .says(format!("Two administrators have merged {from} into {into} at Guildhall. Members keep their roles, in {into}; opportunities, identifiers and domains have moved with them. Check that each member still belongs to {into}."))
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&bodies.into.id)
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
        .says(format!("{who} has left {name} at Guildhall. What they wrote stays with the organisation; check whether somebody else has to take over their roles."))
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&id)
}

pub fn judged(public_url: &str, organisation: &Stored, outcome: Outcome, note: &str) -> Letter {
    let name = &organisation.name;
    let answers =
        "An owner can answer in Guildhall; the administrators then check the organisation again.";
    let (subject, words) = match outcome {
        Outcome::Verified => (
            format!("{name} is verified"),
            "An administrator has verified your organisation. Public bodies may now publish, and suppliers may now submit bids.",
        ),
        Outcome::Rejected => (
            format!("{name} could not be verified"),
            "An administrator could not verify your organisation. The note below says why.",
        ),
        Outcome::MoreInformation => (
            format!("The administrators have a question about {name}"),
            "An administrator wants to know more before verifying your organisation. The note below says what.",
        ),
    };
    let letter = Letter::new("organisation.verified", subject)
        .says(words)
        .fact("Organisation", name)
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&organisation.id);
    let letter = if note.is_empty() { letter } else { letter.fact("Note", &note) };
    match outcome {
        Outcome::Verified => letter,
        Outcome::Rejected | Outcome::MoreInformation => letter.says(answers),
    }
}

pub fn looked_at_again(public_url: &str, organisation: &Stored, reason: &str) -> Letter {
    let name = &organisation.name;
    Letter::new("organisation.reverification", format!("{name} is being verified again"))
        .says("An administrator is verifying your organisation again. Published opportunities and bids already begun continue. Until the verification is complete your organisation publishes nothing new and submits no bid that it begins from now on.")
        .fact("Organisation", name)
        .fact("Reason", &reason)
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&organisation.id)
}

pub fn suspended(public_url: &str, organisation: &Stored, reason: &str) -> Letter {
    let name = &organisation.name;
    Letter::new("organisation.suspended", format!("{name} is suspended"))
        .says("An administrator has suspended your organisation. Nobody can act for it until it is reinstated. What is published stays readable, its deadlines go on, and bids that were submitted stay as they are, under seal.")
        .fact("Organisation", name)
        .fact("Reason", &reason)
        .says("If you think that this is a mistake, write to the administrators.")
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&organisation.id)
}

pub fn reinstated(public_url: &str, organisation: &Stored) -> Letter {
    let name = &organisation.name;
    Letter::new("organisation.reinstated", format!("{name} is reinstated"))
        .says(
            "An administrator has reinstated your organisation: its members can act for it again.",
        )
        .fact("Organisation", name)
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&organisation.id)
}

pub fn wants_to_join(public_url: &str, request: &JoinRequest) -> Letter {
    let JoinRequest { organisation_name: name, full_name, email, message, .. } = request;
    Letter::new("member.join_asked", format!("{full_name} wants to join {name}"))
        .says(format!("{full_name} asks to become a member of {name} at Guildhall. An owner says yes, with roles, or no."))
        .says("Say yes only to somebody whom you know: anybody can write anything here.")
        .fact("Name", full_name)
        .fact("Address", email)
        .fact("They say", message)
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&request.user)
}

pub fn join_answered(public_url: &str, request: &JoinRequest, reason: Option<&str>) -> Letter {
    let name = &request.organisation_name;
    let (subject, words) = match request.outcome {
        Some(JoinOutcome::Accepted) => (
            format!("You are a member of {name}"),
            "An owner has said yes to your request to join. Sign in to see your roles.",
        ),
        Some(JoinOutcome::Declined | JoinOutcome::Withdrawn) | None => (
            format!("Your request to join {name} was declined"),
            "An owner has said no to your request to join. If you think that this is a mistake, talk to them: they can invite you.",
        ),
    };
    let letter = Letter::new("member.join_answered", subject)
        .says(words)
        .fact("Organisation", name)
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&request.organisation);
    match reason {
        Some(reason) => letter.fact("They say", &reason),
        None => letter,
    }
}

fn until(member: &Member) -> String {
    member.confirmed_until.map(Instant::in_london).unwrap_or_default()
}

/// To the owners: who is confirmed now. Its words are forgotten once it is sent, since it names many.
pub fn members_confirmed(
    public_url: &str,
    (of, name): (Id<Organisation>, &str),
    members: &[Member],
) -> Letter {
    let letter = Letter::new("member.confirmed", format!("Members of {name} were confirmed"))
        .says(format!("An owner has confirmed that these people still belong to {name} at Guildhall, for another year. If somebody does not, remove them."));
    let letter = members.iter().fold(letter, |letter, member| {
        letter.fact("Confirmed", &format!("{} (until {})", member.full_name, until(member)))
    });
    letter.link("Open Guildhall", format!("{public_url}/docs")).about(&of).secret()
}

/// To the owners: whose place is to be confirmed.
pub fn places_run_out(
    public_url: &str,
    (of, name): (Id<Organisation>, &str),
    members: &[Member],
) -> Letter {
    let letter = Letter::new("member.confirm", format!("Who still belongs to {name}?"))
        .says(format!("Once a year an owner of {name} confirms at Guildhall who still belongs there. A member who is not confirmed in time stays a member, but can do nothing for {name} until an owner confirms the membership."))
        .says("Confirm those who stay, and remove those who have left.");
    let letter = members.iter().fold(letter, |letter, member| {
        letter.fact("Confirm", &format!("{} (by {})", member.full_name, until(member)))
    });
    letter.link("Open Guildhall", format!("{public_url}/docs")).about(&of).secret()
}

/// To a member whose year is over.
pub fn place_unconfirmed(public_url: &str, (of, name): (Id<Organisation>, &str)) -> Letter {
    Letter::new("member.unconfirmed", format!("Your membership of {name} was not confirmed"))
        .says(format!("Once a year an owner of {name} confirms who still belongs there. Your membership was not confirmed, so your roles are inactive: you can do nothing for {name} at Guildhall until an owner confirms your membership."))
        .says("Ask an owner to do so.")
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&of)
}
