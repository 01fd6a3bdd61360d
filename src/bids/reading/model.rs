//! What a reader's right to a bid hangs on, and what one sees.

use super::super::{
    model::{Bid, BidContent},
    seal::Submission,
};
use crate::{access::Organisation, kernel::Id, opportunities::Lot};

/// A bid with what a reader's right to it hangs on.
#[derive(Debug, Clone)]
pub struct BidForReader {
    pub bid: Bid,
    pub lot: Lot,
    pub reader: Reader,
}

/// A lot with what its reader is to it.
#[derive(Debug, Clone)]
pub struct LotForReader {
    pub lot: Lot,
    pub reader: Reader,
}

/// What a reader is to a lot and its bidders.
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
