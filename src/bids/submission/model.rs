//! Submissions as values.

use super::{super::model::Bid, receipt::Receipt};

/// A submitted or withdrawn bid with its receipt.
#[derive(Debug, Clone)]
pub struct Submitted {
    pub bid: Bid,
    pub receipt: Receipt,
    pub note: String,
}
