//! Assessment summaries as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    bids::Bid,
    kernel::{Key, Points},
    prelude::*,
};

/// The marks and reasons that a supplier is told about its bid.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentSummary {
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    pub supplier_name: String,
    /// `successful` or `unsuccessful`.
    #[schema(example = "unsuccessful")]
    pub outcome: &'static str,
    pub rank: Option<usize>,
    /// Out of 100.00.
    #[schema(value_type = Option<String>, example = "71.20")]
    pub total: Option<Points>,
    /// Why the bid could not be awarded, if it failed a minimum.
    pub reason: Option<String>,
    pub criteria: Vec<CriterionSummary>,
    /// The winners, best first; of bids that won, the winner is among them.
    pub winners: Vec<Winner>,
    /// The reason for the decision.
    pub decision_reason: String,
    pub decided_at: Option<Instant>,
}

/// The mark of one criterion.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CriterionSummary {
    pub criterion_key: Key,
    pub name: String,
    #[schema(value_type = Option<String>, example = "60.00")]
    pub weight: Option<Points>,
    #[schema(value_type = String, example = "10.00")]
    pub scale_max: Points,
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    #[schema(value_type = Option<String>, example = "45.00")]
    pub weighted: Option<Points>,
    /// The reason of the panel; none for the price, which a formula marks.
    pub rationale: Option<String>,
}

/// A winner with name, total and marks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Winner {
    pub supplier_name: String,
    /// The partners in the bid.
    pub partner_names: Vec<String>,
    #[schema(value_type = String, example = "87.35")]
    pub total: Points,
    pub criteria: Vec<WinnerMark>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WinnerMark {
    pub criterion_key: Key,
    #[schema(value_type = String, example = "9.00")]
    pub mark: Points,
}
