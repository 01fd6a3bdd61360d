//! Letters about assessments.

use crate::{
    capabilities::{
        categories::model::Category,
        model::{Application, Assessment},
    },
    outbox::{Letter, Place},
};

/// To owners and bidders: what was found, criterion by criterion.
pub fn assessed(application: &Application, category: &Category, assessment: &Assessment) -> Letter {
    let (name, title) = (&application.organisation_name, &category.title);
    let letter = match assessment.good_until {
        Some(until) => Letter::new("capability.granted", format!("{title}: every criterion is met"))
            .says(format!("{name} was assessed for {title} at Guildhall and meets every criterion. Everybody sees that in the directory, with the day until which it is good."))
            .fact("Good until", &until.in_london()),
        None => Letter::new("capability.declined", format!("{title}: not every criterion is met"))
            .says(format!("{name} was assessed for {title} at Guildhall and does not meet every criterion yet. You may apply again whenever you can show what is missing; only your organisation and the assessors see this result.")),
    };
    let letter = assessment.findings.iter().fold(letter, |letter, finding| {
        let (criterion, is) =
            (category.title_of(&finding.criterion), if finding.met { "met" } else { "not met" });
        letter.says(match &finding.feedback {
            Some(feedback) => format!("{criterion}: {is}. {feedback}"),
            None => format!("{criterion}: {is}."),
        })
    });
    let link = Place::CapabilityApplication(&application.id);
    letter.link("Read the application", link).about(&application.organisation_id)
}

/// To owners and bidders, with the reason.
pub fn revoked(application: &Application, reason: &str) -> Letter {
    let (name, title) = (&application.organisation_name, &application.category_title);
    let link = Place::CapabilityApplication(&application.id);
    Letter::new("capability.revoked", format!("{title} was revoked"))
        .says(format!("An administrator has revoked that {name} was assessed for {title}. It stands in the directory no longer. You may apply again."))
        .fact("Reason", &reason)
        .link("Read the application", link)
        .about(&application.organisation_id)
}
