//! A reader's right to a bid, as values.

use super::super::{
    model::{Bid, BidContent},
    seal::Submission,
};
use crate::{opportunities::Lot, prelude::*};

/// A bid with its lot and its reader: the subject of the rule about one bid.
#[derive(Debug, Clone)]
pub struct BidForReader {
    pub bid: Bid,
    pub lot: Lot,
    pub reader: Reader,
}

/// A lot with its reader: the subject of the rule about the list of bids.
#[derive(Debug, Clone)]
pub struct LotForReader {
    pub lot: Lot,
    pub reader: Reader,
}

/// A reader before a lot and its bidders.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    /// On the panel now.
    pub seated: bool,
    pub declared: bool,
    /// Bidders with whom the reader has declared a conflict, seated or not.
    pub conflicts: Vec<Id<Organisation>>,
    /// Works for a bidder, whatever they have declared.
    pub is_bidder: bool,
}

/// A bid as one reader sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub bid: Bid,
    pub lot: Lot,
    pub content: Option<BidContent>,
    /// The receipt of the newest submission, for its supplier.
    pub receipt: Option<Submission>,
}
