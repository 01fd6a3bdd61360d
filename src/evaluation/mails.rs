//! Facts that every letter about an evaluation tells.

use crate::{opportunities::Lot, outbox::Letter};

pub fn about(lot: &Lot, public_url: &str, letter: Letter) -> Letter {
    letter
        .fact("Opportunity", &lot.opportunity_title)
        .fact("Lot", &lot.title)
        .link("See the lot", format!("{public_url}/v1/lots/{}", lot.id))
        .about(&lot.id)
}
