//! Letters to members of a panel.

use super::super::{mails::about, model::Seat};
use crate::{opportunities::Lot, outbox::Letter};

pub fn appointed(lot: &Lot, seat: &Seat) -> Letter {
    let letter = Letter::new("panel.appointed", format!("You are on the panel for {}", lot.title))
        .says("You have been appointed to assess the bids of this lot. Once they are open and the bidders are known, declare your interests first; then you can read the bids.")
        .says(if seat.scores { "You give marks of your own, with a reason for each, before the panel agrees." } else { "You do not give marks." })
        .fact("Your role", &seat.role);
    about(lot, letter)
}
