//! Openings as values.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    opportunities::{Lot, LotState},
    prelude::*,
};

/// A lot with the openers whose approval counts, and its bidders.
#[derive(Debug, Clone)]
pub struct LotForOpening {
    pub lot: Lot,
    pub approved_by: Vec<Id<User>>,
    pub suppliers: Vec<Id<Organisation>>,
}

/// The state of an opening.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OpeningView)]
pub struct Opening {
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The number of approvals that count.
    pub approvals: usize,
    /// Whether the bids are open.
    pub opened: bool,
    /// The state of the lot.
    pub state: LotState,
    /// The instant of the opening.
    pub opened_at: Option<Instant>,
    /// The instant until which a second approval counts with the first.
    pub second_approval_until: Option<Instant>,
    /// The number of bids, shown once they are open.
    pub bids: Option<usize>,
}
