//! Letters about the review of an opportunity and its publication.

use crate::opportunities::model::Opportunity;
use crate::{
    kernel::Instant,
    outbox::{Letter, Place},
};

fn about(opportunity: &Opportunity, letter: Letter) -> Letter {
    letter.link("Read it", Place::Opportunity(&opportunity.id)).about(&opportunity.id)
}

pub fn to_review(opportunity: &Opportunity) -> Letter {
    let title = &opportunity.content.title;
    let letter = Letter::new("opportunity.to_review", format!("To review: {title}"))
        .says("An author of your organisation asks for this opportunity to be reviewed. As an approver who did not write it, publish it or send it back with a reason.")
        .fact("Opportunity", title);
    about(opportunity, letter)
}

pub fn sent_back(opportunity: &Opportunity, reason: &str) -> Letter {
    let title = &opportunity.content.title;
    let letter = Letter::new("opportunity.sent_back", format!("Sent back: {title}"))
        .says("An approver has sent this opportunity back to you. Change what is asked for and send it for review again.")
        .fact("Opportunity", title)
        .fact("Reason", &reason);
    about(opportunity, letter)
}

pub fn published(opportunity: &Opportunity) -> Letter {
    let content = &opportunity.content;
    let closes = opportunity.closes_at.map(Instant::in_london).unwrap_or_default();
    let letter = Letter::new("opportunity.published", format!("New: {}", content.title))
        .says(format!(
            "{} has published an opportunity with a theme that you asked to hear of.",
            opportunity.buyer_name
        ))
        .says(&content.summary)
        .fact("Opportunity", &content.title)
        .fact("Public body", &opportunity.buyer_name)
        .fact("Bids close", &closes);
    about(opportunity, letter)
}
