//! Decisions as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Decision, DecisionOutcome, DecisionState, EligibilityNote};
use crate::{bids::Bid, kernel::list_of_ids, opportunities::Lot, prelude::*};

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Decision)]
pub struct DecisionView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Decision>,
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    pub outcome: DecisionOutcome,
    #[schema(schema_with = list_of_ids)]
    pub bid_ids: Vec<Id<Bid>>,
    pub reason: String,
    pub state: DecisionState,
    /// The SHA-256 of the ranking on which the decision is based.
    pub ranking_sha256: Option<String>,
    #[schema(value_type = String, format = "uuid")]
    pub proposed_by: Id<User>,
    pub proposed_at: Instant,
    #[schema(value_type = Option<String>, format = "uuid")]
    pub settled_by: Option<Id<User>>,
    pub settled_at: Option<Instant>,
    pub settled_note: Option<String>,
    /// Notes of the chair on bids whose suppliers do not meet all conditions of the lot.
    pub eligibility_notes: Vec<EligibilityNote>,
    pub version: i64,
}

impl From<&Decision> for DecisionView {
    fn from(d: &Decision) -> Self {
        Self {
            id: d.id,
            lot_id: d.lot,
            outcome: d.outcome,
            bid_ids: d.bids.clone(),
            reason: d.reason.clone(),
            state: d.state,
            ranking_sha256: d.ranking_sha256.clone(),
            proposed_by: d.proposed_by,
            proposed_at: d.proposed_at,
            settled_by: d.settled_by,
            settled_at: d.settled_at,
            settled_note: d.settled_note.clone(),
            eligibility_notes: d.eligibility_notes.clone(),
            version: d.version,
        }
    }
}
