//! Letters about an evaluation.

use super::model::Seat;
use crate::{
    opportunities::Lot,
    outbox::{Letter, Place},
};

fn about(lot: &Lot, letter: Letter) -> Letter {
    letter
        .fact("Opportunity", &lot.opportunity_title)
        .fact("Lot", &lot.title)
        .link("See the lot", Place::Lot(&lot.id))
        .about(&lot.id)
}

pub fn appointed(lot: &Lot, seat: &Seat) -> Letter {
    let letter = Letter::new("panel.appointed", format!("You are on the panel for {}", lot.title))
        .says("You have been appointed to assess the bids of this lot. Once they are open and the bidders are known, declare your interests first; then you can read the bids.")
        .says(if seat.scores { "You give marks of your own, with a reason for each, before the panel agrees." } else { "You do not give marks." })
        .fact("Your role", &seat.role);
    about(lot, letter)
}

pub fn all_submitted(lot: &Lot) -> Letter {
    let letter = Letter::new("panel.all_submitted", format!("All marks are in for {}", lot.title))
        .says("Everybody who marks has submitted. As the chair, write down what the panel agrees for each bid, then lock the consensus: that makes the ranking.");
    about(lot, letter)
}

pub fn ranked(lot: &Lot) -> Letter {
    let letter = Letter::new("lot.ranked", format!("Ranked: {}", lot.title))
        .says("The panel has locked its consensus and the ranking stands. The chair will propose a decision; an approver who is not the chair settles it.");
    about(lot, letter)
}
