//! Letters about the verification of organisations.

use super::model::Outcome;
use crate::{
    organisations::Stored,
    outbox::{Letter, Place},
};

pub fn judged(organisation: &Stored, outcome: Outcome, note: &str) -> Letter {
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
        .link("Open Guildhall", Place::Docs)
        .about(&organisation.id);
    let letter = if note.is_empty() { letter } else { letter.fact("Note", &note) };
    match outcome {
        Outcome::Verified => letter,
        Outcome::Rejected | Outcome::MoreInformation => letter.says(answers),
    }
}

pub fn verified_again(organisation: &Stored, reason: &str) -> Letter {
    let name = &organisation.name;
    Letter::new("organisation.reverification", format!("{name} is being verified again"))
        .says("An administrator is verifying your organisation again. Published opportunities and bids already begun continue. Until the verification is complete your organisation publishes nothing new and submits no bid that it begins from now on.")
        .fact("Organisation", name)
        .fact("Reason", &reason)
        .link("Open Guildhall", Place::Docs)
        .about(&organisation.id)
}

pub fn suspended(organisation: &Stored, reason: &str) -> Letter {
    let name = &organisation.name;
    Letter::new("organisation.suspended", format!("{name} is suspended"))
        .says("An administrator has suspended your organisation. Nobody can act for it until it is reinstated. What is published stays readable, its deadlines go on, and bids that were submitted stay as they are, under seal.")
        .fact("Organisation", name)
        .fact("Reason", &reason)
        .says("If you think that this is a mistake, write to the administrators.")
        .link("Open Guildhall", Place::Docs)
        .about(&organisation.id)
}

pub fn reinstated(organisation: &Stored) -> Letter {
    let name = &organisation.name;
    Letter::new("organisation.reinstated", format!("{name} is reinstated"))
        .says(
            "An administrator has reinstated your organisation: its members can act for it again.",
        )
        .fact("Organisation", name)
        .link("Open Guildhall", Place::Docs)
        .about(&organisation.id)
}
