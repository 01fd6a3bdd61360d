//! A bid for readers of its summary.

use super::super::decision::LotForDecider;
use crate::bids::Bid;

/// One bid of a decided lot, with its caller.
#[derive(Debug, Clone)]
pub struct BidForDecider {
    pub bid: Bid,
    pub decided: LotForDecider,
}
