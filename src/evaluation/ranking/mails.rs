//! Letters about rankings.

use super::super::mails::about;
use crate::{opportunities::Lot, outbox::Letter};

pub fn ranked(lot: &Lot) -> Letter {
    let letter = Letter::new("lot.ranked", format!("Ranked: {}", lot.title))
        .says("The panel has locked its consensus and the ranking stands. The chair will propose a decision; an approver who is not the chair settles it.");
    about(lot, letter)
}
