//! Facts that every letter about a bid tells.

use crate::{opportunities::Lot, outbox::Letter};

pub fn about_lot(lot: &Lot, letter: Letter) -> Letter {
    letter.fact("Opportunity", &lot.opportunity_title).fact("Lot", &lot.title)
}
