//! Letters about lots.

use super::model::{Amendment, Lot};
use crate::outbox::{Letter, Place};

fn about(lot: &Lot, letter: Letter) -> Letter {
    letter
        .fact("Opportunity", &lot.opportunity_title)
        .fact("Lot", &lot.title)
        .link("Read the lot", Place::Lot(&lot.id))
        .about(&lot.id)
}

pub fn deadline_moved(lot: &Lot, made: &Amendment) -> Letter {
    let letter = Letter::new("lot.deadline_moved", format!("More time: {}", lot.title))
        .says("The deadline for bids has moved later, for everybody alike. Bids and receipts that you have stay good; you may still replace or withdraw a bid until the new deadline.")
        .fact("Bids closed before", &made.old_close_at.in_london())
        .fact("Bids close now", &made.new_close_at.in_london())
        .fact("Reason", &made.reason);
    about(lot, letter)
}

pub fn cancelled(lot: &Lot, reason: &str) -> Letter {
    let letter = Letter::new("lot.cancelled", format!("Cancelled: {}", lot.title))
        .says("The public body has cancelled this lot. Sealed bids stay sealed and are not opened.")
        .fact("Reason", &reason);
    about(lot, letter)
}
