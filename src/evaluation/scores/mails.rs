//! Letters about marks.

use super::super::mails::about;
use crate::{opportunities::Lot, outbox::Letter};

pub fn all_submitted(lot: &Lot) -> Letter {
    let letter = Letter::new("panel.all_submitted", format!("All marks are in for {}", lot.title))
        .says("Everybody who marks has submitted. As the chair, write down what the panel agrees for each bid, then lock the consensus: that makes the ranking.");
    about(lot, letter)
}
