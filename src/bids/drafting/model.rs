//! Changes to a draft, as values.

use super::super::model::{Bid, BidContent};
use crate::{
    kernel::{Key, Patch},
    opportunities::Lot,
    prelude::*,
};

/// Changes to a draft; answers that are not named stay.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub answers: Vec<EditedAnswer>,
    pub price: Patch<Money>,
}

/// A change of one answer; no text takes the answer back.
#[derive(Debug, Clone)]
pub struct EditedAnswer {
    pub question: Key,
    pub text: Option<Text<40_000>>,
}

/// A draft after a change.
#[derive(Debug, Clone)]
pub struct Edited {
    pub bid: Bid,
    pub lot: Lot,
    pub content: BidContent,
}
