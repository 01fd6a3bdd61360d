//! Facts that every letter about an evaluation tells.

use crate::{
    opportunities::Lot,
    outbox::{Letter, Place},
};

pub fn about(lot: &Lot, letter: Letter) -> Letter {
    letter
        .fact("Opportunity", &lot.opportunity_title)
        .fact("Lot", &lot.title)
        .link("See the lot", Place::Lot(&lot.id))
        .about(&lot.id)
}
