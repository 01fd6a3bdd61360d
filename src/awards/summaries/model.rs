//! Assessment summaries as values.

use serde::Serialize;
use utoipa::ToSchema;

use super::super::decision::LotForDecider;
use crate::{
    bids::Bid,
    kernel::{Key, Points},
    prelude::*,
    words,
};

words!(
    /// The outcome of a decision for one bid.
    BidOutcome {
        /// The bid is awarded.
        Successful = "successful",
        /// The bid is not awarded.
        Unsuccessful = "unsuccessful",
    }
);

/// The marks and reasons that a supplier is told about its bid.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentSummary {
    /// The id of the bid.
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    /// The name of the supplier.
    pub supplier_name: String,
    /// The outcome for the bid.
    pub outcome: BidOutcome,
    /// The rank of the bid.
    pub rank: Option<usize>,
    /// The total out of 100.00.
    #[schema(value_type = Option<String>, example = "71.20")]
    pub total: Option<Points>,
    /// The reason why the bid could not be awarded, if it failed a minimum.
    pub reason: Option<String>,
    /// The marks, one for each criterion.
    pub criteria: Vec<CriterionSummary>,
    /// The winners, best first; of bids that won, the winner is among them.
    pub winners: Vec<Winner>,
    /// The reason for the decision.
    pub decision_reason: String,
    /// The instant of the approval.
    pub decided_at: Option<Instant>,
}

/// The mark of one criterion.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CriterionSummary {
    /// The key of the criterion.
    pub criterion_key: Key,
    /// The name of the criterion.
    pub name: String,
    /// The weight out of 100.00; none for a pass-or-fail criterion.
    #[schema(value_type = Option<String>, example = "60.00")]
    pub weight: Option<Points>,
    /// The highest mark on the scale.
    #[schema(value_type = String, example = "10.00")]
    pub scale_max: Points,
    /// The mark.
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    /// The share in the total.
    #[schema(value_type = Option<String>, example = "45.00")]
    pub weighted: Option<Points>,
    /// The reason of the panel; none for the price, which a formula marks.
    pub rationale: Option<String>,
}

/// A winner with name, total and marks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Winner {
    /// The name of the supplier.
    pub supplier_name: String,
    /// The partners in the bid.
    pub partner_names: Vec<String>,
    /// The total out of 100.00.
    #[schema(value_type = String, example = "87.35")]
    pub total: Points,
    /// The marks of the winner, one for each criterion.
    pub criteria: Vec<WinnerMark>,
}

/// A mark of a winner.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WinnerMark {
    /// The key of the criterion.
    pub criterion_key: Key,
    /// The mark.
    #[schema(value_type = String, example = "9.00")]
    pub mark: Points,
}

/// A bid of a decided lot with its caller: the subject of the rule about its summary.
#[derive(Debug, Clone)]
pub struct BidForDecider {
    pub bid: Bid,
    pub decided: LotForDecider,
}
