//! Letters about opportunities and lots.

use super::{
    model::{Lot, Opportunity},
    store_lots::Amendment,
};
use crate::outbox::Letter;

fn about(opportunity: &Opportunity, public_url: &str, letter: Letter) -> Letter {
    let url = format!("{public_url}/v1/opportunities/{}", opportunity.id);
    letter.link("Read it", url).about(&opportunity.id)
}

pub fn to_review(public_url: &str, opportunity: &Opportunity) -> Letter {
    let title = &opportunity.content.title;
    let letter = Letter::new("opportunity.to_review", format!("To review: {title}"))
        .says("An author of your organisation asks for this opportunity to be reviewed. As an approver who did not write it, publish it or send it back with a reason.")
        .fact("Opportunity", title);
    about(opportunity, public_url, letter)
}

pub fn sent_back(public_url: &str, opportunity: &Opportunity, reason: &str) -> Letter {
    let title = &opportunity.content.title;
    let letter = Letter::new("opportunity.sent_back", format!("Sent back: {title}"))
        .says("An approver has sent this opportunity back to you. Change what is asked for and send it for review again.")
        .fact("Opportunity", title)
        .fact("Reason", &reason);
    about(opportunity, public_url, letter)
}

pub fn published(public_url: &str, opportunity: &Opportunity) -> Letter {
    let content = &opportunity.content;
    let closes = opportunity.closes_at.map(crate::kernel::Instant::in_london).unwrap_or_default();
    let letter = Letter::new("opportunity.published", format!("New: {}", content.title))
        .says(format!(
            "{} has published an opportunity with a theme that you asked to hear of.",
            opportunity.buyer_name
        ))
        .says(&content.summary)
        .fact("Opportunity", &content.title)
        .fact("Public body", &opportunity.buyer_name)
        .fact("Bids close", &closes);
    about(opportunity, public_url, letter)
}

fn about_lot(lot: &Lot, public_url: &str, letter: Letter) -> Letter {
    let url = format!("{public_url}/v1/lots/{}", lot.id);
    letter
        .fact("Opportunity", &lot.opportunity_title)
        .fact("Lot", &lot.title)
        .link("Read the lot", url)
        .about(&lot.id)
}

pub fn deadline_moved(public_url: &str, lot: &Lot, made: &Amendment) -> Letter {
    let letter = Letter::new("lot.deadline_moved", format!("More time: {}", lot.title))
        .says("The deadline for bids has moved later, for everybody alike. Bids and receipts that you have stay good; you may still replace or withdraw a bid until the new deadline.")
        .fact("Bids closed before", &made.old_close_at.in_london())
        .fact("Bids close now", &made.new_close_at.in_london())
        .fact("Reason", &made.reason);
    about_lot(lot, public_url, letter)
}

pub fn cancelled(public_url: &str, lot: &Lot, reason: &str) -> Letter {
    let letter = Letter::new("lot.cancelled", format!("Cancelled: {}", lot.title))
        .says("The public body has cancelled this lot. Sealed bids stay sealed and are not opened.")
        .fact("Reason", &reason);
    about_lot(lot, public_url, letter)
}
