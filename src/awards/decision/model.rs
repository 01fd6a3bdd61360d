//! Decisions as values.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    bids::{Bid, Reason},
    evaluation::{Assessor, LockedRanking},
    opportunities::{Lot, LotState},
    prelude::*,
    words,
};

words!(DecisionOutcome { Award = "award", NoAward = "no_award" });
words!(DecisionState { Proposed = "proposed", Approved = "approved", Rejected = "rejected" });

/// The proposal of a decision.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub outcome: DecisionOutcome,
    pub bids: Vec<Id<Bid>>,
    pub reason: Text<4_000>,
    /// The reason to award a bid whose supplier does not meet all conditions of the lot.
    pub eligibility_notes: Vec<ProposedNote>,
}

/// A note of the chair on a bid that is to be awarded.
#[derive(Debug, Clone)]
pub struct ProposedNote {
    pub bid: Id<Bid>,
    pub note: Text<2_000>,
}

/// What is to happen to a lot.
#[derive(Debug, Clone)]
pub struct Decision {
    pub id: Id<Decision>,
    pub lot: Id<Lot>,
    pub outcome: DecisionOutcome,
    pub bids: Vec<Id<Bid>>,
    pub reason: String,
    /// What was seen when it was proposed: an approval of anything else does not count.
    pub ranking_sha256: Option<String>,
    pub state: DecisionState,
    pub proposed_by: Id<User>,
    pub proposed_at: Instant,
    pub settled_by: Option<Id<User>>,
    pub settled_at: Option<Instant>,
    pub settled_note: Option<String>,
    /// On bids whose suppliers did not meet what the lot asks, or may come not to.
    pub eligibility_notes: Vec<EligibilityNote>,
    pub version: i64,
}

impl Decision {
    /// The bids that a note was given on, for the log: what it says stays in the decision.
    pub fn noted(&self) -> Vec<String> {
        self.eligibility_notes.iter().map(|note| note.bid_id.to_string()).collect()
    }
}

/// The reason to award a bid whose supplier does not meet all conditions of the lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EligibilityNote {
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
