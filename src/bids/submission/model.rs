//! Submissions as values.

use super::{super::model::Bid, receipt::Receipt};

/// A bid as submitted: what to show, and the version that comes next.
#[derive(Debug, Clone)]
pub struct Submitted {
    pub bid: Bid,
    pub receipt: Receipt,
    pub note: String,
}
