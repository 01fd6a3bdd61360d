//! Eligibility as it is shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Reason;
use crate::{opportunities::Lot, prelude::*};

/// Whether a supplier meets the conditions of a lot at this moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LotEligibility)]
pub struct EligibilityView {
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// Whether the supplier can submit a bid.
    pub eligible: bool,
    /// Whether the supplier could be awarded now.
    pub eligible_for_award: bool,
    /// All conditions, including those that are met.
    pub reasons: Vec<Reason>,
    pub judged_at: Instant,
}
