//! Openings as values.

use crate::{opportunities::Lot, prelude::*};

/// A lot with the openers whose approval counts, and its bidders.
#[derive(Debug, Clone)]
pub struct LotForOpening {
    pub lot: Lot,
    pub approved_by: Vec<Id<User>>,
    pub suppliers: Vec<Id<Organisation>>,
}

/// Where an opening stands.
#[derive(Debug, Clone)]
pub struct Opening {
    pub lot: Lot,
    pub approvals: usize,
    pub opened: bool,
    /// Until when the second approval counts with the first.
    pub second_until: Option<Instant>,
    /// How many bids there are: told only once they are open.
    pub bids: Option<usize>,
}
