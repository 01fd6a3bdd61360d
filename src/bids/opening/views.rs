//! Openings as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Opening;
use crate::{
    opportunities::{Lot, LotState},
    prelude::*,
};

/// The state of an opening.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningView {
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    pub approvals: usize,
    pub opened: bool,
    pub state: LotState,
    pub opened_at: Option<Instant>,
    /// Until when the second approval counts with the first.
    pub second_approval_until: Option<Instant>,
    /// The number of bids, shown once they are open.
    pub bids: Option<usize>,
}

pub fn opening(opening: &Opening) -> OpeningView {
    OpeningView {
        lot_id: opening.lot.id,
        approvals: opening.approvals,
        opened: opening.opened,
        state: opening.lot.state,
        opened_at: opening.lot.opened_at,
        second_approval_until: opening.second_until,
        bids: opening.bids,
    }
}
