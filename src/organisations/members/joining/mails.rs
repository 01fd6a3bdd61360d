//! Letters about requests to join.

use super::model::{JoinOutcome, JoinRequest};
use crate::outbox::{Letter, Place};

pub fn wants_to_join(request: &JoinRequest) -> Letter {
    let JoinRequest { organisation_name: name, full_name, email, message, .. } = request;
    Letter::new("member.join_asked", format!("{full_name} wants to join {name}"))
        .says(format!("{full_name} asks to become a member of {name} at Guildhall. An owner says yes, with roles, or no."))
        .says("Say yes only to somebody whom you know: anybody can write anything here.")
        .fact("Name", full_name)
        .fact("Address", email)
        .fact("They say", message)
        .link("Open Guildhall", Place::Docs)
        .about(&request.user)
}

pub fn join_answered(request: &JoinRequest, reason: Option<&str>) -> Letter {
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
        .link("Open Guildhall", Place::Docs)
        .about(&request.organisation);
    match reason {
        Some(reason) => letter.fact("They say", &reason),
        None => letter,
    }
}
