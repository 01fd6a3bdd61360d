//! Eligibility as it is shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Reason;
use crate::{
    access::Organisation,
    kernel::{Id, Instant},
    opportunities::Lot,
};

/// Whether a supplier meets what a lot asks, as of now. Nothing here is about bids.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LotEligibility)]
pub struct EligibilityView {
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// Nothing keeps it from submitting a bid.
    pub eligible: bool,
    /// Nothing would keep it from an award either, were it awarded now.
    pub eligible_for_award: bool,
    /// Every condition, those that are met too.
    pub reasons: Vec<Reason>,
    pub judged_at: Instant,
}
