//! Decisions as values.

use crate::{
    access::User,
    bids::Bid,
    evaluation::{LotUnderEvaluation, Ranking},
    kernel::{Id, Instant, Kind, Refuse, kinds},
    opportunities::{Lot, LotState},
    words,
};

words!(DecisionOutcome { Award = "award", NoAward = "no_award" });
words!(DecisionState { Proposed = "proposed", Approved = "approved", Rejected = "rejected" });

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
    pub version: i64,
}

/// A lot with its ranking and the newest decision about it.
#[derive(Debug, Clone)]
pub struct LotUnderDecision {
    pub on: LotUnderEvaluation,
    pub ranking: Option<(Ranking, String)>,
    pub decision: Option<Decision>,
    /// Everybody who has marked, agreed or locked anything about it.
    pub judges: Vec<Id<User>>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotDecide {
    #[error("a lot that is {0} cannot be decided")]
    NotRanked(LotState),
    #[error("a decision is proposed already: it has to be settled first")]
    OneAtATime,
    #[error("there is no decision to settle")]
    Nothing,
    #[error("the ranking is not the one that this decision was proposed upon")]
    AnotherRanking,
    #[error("nothing has been decided yet")]
    Undecided,
    #[error("this bid was not assessed: it was not there when the bids were opened")]
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
