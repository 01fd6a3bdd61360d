//! Decisions as values.

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    bids::{Bid, Reason},
    evaluation::{Assessor, LockedRanking},
    kernel::list_of_ids,
    opportunities::{Lot, LotState},
    prelude::*,
    words,
};

words!(
    /// The outcome of a decision.
    DecisionOutcome {
        /// Bids are awarded.
        Award = "award",
        /// No bid is awarded.
        NoAward = "no_award",
    }
);

words!(
    /// The state of a decision.
    DecisionState {
        /// Proposed by the chair; an approver has not answered yet.
        Proposed = "proposed",
        /// Approved by an approver; the competition has ended.
        Approved = "approved",
        /// Sent back to the chair.
        Rejected = "rejected",
    }
);

/// The proposal of a decision.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[schema(as = NewDecision)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Proposal {
    /// The outcome.
    #[schema(example = "award")]
    pub outcome: DecisionOutcome,
    /// The bids to award, at most `max_awards` of the lot; none for `no_award`.
    #[deserr(default)]
    #[schema(required = false, schema_with = list_of_ids)]
    pub bid_ids: Vec<Id<Bid>>,
    /// The reason for the decision.
    #[schema(value_type = String, example = "The highest total.")]
    pub reason: Text<4_000>,
    /// Notes on bids whose suppliers do not meet all conditions (else `not-eligible`).
    #[deserr(default)]
    #[schema(required = false)]
    pub eligibility_notes: Vec<ProposedNote>,
}

/// The reason to award a bid whose supplier does not meet all conditions of the lot.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[schema(as = NewEligibilityNote)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ProposedNote {
    /// The id of the bid.
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub bid_id: Id<Bid>,
    /// The reason for the award.
    #[schema(value_type = String, example = "The insurance will be bought before signature.")]
    pub note: Text<2_000>,
}

/// A decision about a lot.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Decision {
    /// The id of the decision.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Decision>,
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The outcome.
    pub outcome: DecisionOutcome,
    /// The ids of the bids to award.
    #[schema(schema_with = list_of_ids)]
    pub bid_ids: Vec<Id<Bid>>,
    /// The reason for the decision.
    pub reason: String,
    /// The state of the decision.
    pub state: DecisionState,
    /// The SHA-256 of the ranking on which the decision is based; an approval of any other ranking
    /// does not count.
    pub ranking_sha256: Option<String>,
    /// The id of the chair who proposed the decision.
    #[schema(value_type = String, format = "uuid")]
    pub proposed_by: Id<User>,
    /// The name of the chair who proposed the decision.
    pub proposed_by_name: String,
    /// The instant of the proposal.
    pub proposed_at: Instant,
    /// The id of the approver who approved the decision or sent it back.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub settled_by: Option<Id<User>>,
    /// The name of that approver.
    pub settled_by_name: Option<String>,
    /// The instant when the decision was approved or sent back.
    pub settled_at: Option<Instant>,
    /// The note of that approver.
    pub settled_note: Option<String>,
    /// Notes of the chair on bids whose suppliers do not meet all conditions of the lot.
    pub eligibility_notes: Vec<EligibilityNote>,
    /// The version of the decision.
    pub version: i64,
}

impl Decision {
    /// The bids with a note, for the log: its words stay in the decision.
    pub fn noted(&self) -> Vec<String> {
        self.eligibility_notes.iter().map(|note| note.bid_id.to_string()).collect()
    }
}

/// The reason to award a bid whose supplier does not meet all conditions of the lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EligibilityNote {
    /// The id of the bid.
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    /// The note of the chair.
    pub note: String,
    /// The conditions that were not met when the decision was proposed.
    pub unmet: Vec<Reason>,
}

/// A lot with its newest decision and its caller: the subject of rules about decisions.
#[derive(Debug, Clone)]
pub struct LotForDecider {
    pub lot: Lot,
    pub assessor: Assessor,
    pub decision: Option<Decision>,
}

/// The same for an approval: with whether the caller has marked, agreed or locked anything.
#[derive(Debug, Clone)]
pub struct LotForApprover {
    pub lot: Lot,
    pub assessor: Assessor,
    pub decision: Option<Decision>,
    pub has_judged: bool,
}

/// A lot with its ranking, its opened bids and its decision, as letters and summaries tell of it.
#[derive(Debug, Clone)]
pub struct DecidedLot {
    pub lot: Lot,
    pub bids: Vec<Bid>,
    pub ranked: Option<LockedRanking>,
    pub decision: Option<Decision>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotDecide {
    #[error("a lot that is {0} cannot be decided")]
    NotRanked(LotState),
    #[error("a decision is already proposed: approve it or send it back first")]
    OneAtATime,
    #[error("there is no decision to approve or send back")]
    Nothing,
    #[error("the ranking has changed since this decision was proposed")]
    AnotherRanking,
    #[error("nothing has been decided yet")]
    Undecided,
    #[error("this bid was not assessed: it did not take part in the opening")]
    NotAssessed,
}

impl Refuse for CannotDecide {
    fn kind(&self) -> Kind {
        match self {
            Self::OneAtATime => kinds::TAKEN,
            Self::NotRanked(_)
            | Self::Nothing
            | Self::AnotherRanking
            | Self::Undecided
            | Self::NotAssessed => kinds::WRONG_STATE,
        }
    }
}
