//! Lots as values. [`LotState`] is stored; [`Phase`] follows from it and the clock.

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    super::model::{Opportunity, OpportunityKind, OpportunityState},
    eligibility::Eligibility,
};
use crate::{
    kernel::{Key, Points},
    prelude::*,
    words,
};

words!(LotState {
    Draft = "draft", Published = "published", Opened = "opened", InEvaluation = "in_evaluation",
    Decided = "decided", Standstill = "standstill", Awarded = "awarded", NoBids = "no_bids",
    NoAward = "no_award", Cancelled = "cancelled",
});
words!(QuestionKind { Text = "text", YesNo = "yes_no", Number = "number", Url = "url" });
words!(CriterionKind {
    Quality = "quality", Price = "price", SocialValue = "social_value", PassFail = "pass_fail",
});

/// One field of a lot's response form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Question {
    pub key: Key,
    pub prompt: Text<2000>,
    pub kind: QuestionKind,
    /// Unicode words that an answer may have; for `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(minimum = 1, maximum = 5000)]
    pub word_limit: Option<u32>,
    #[serde(default)]
    #[deserr(default)]
    #[schema(required = false)]
    pub required: bool,
}

/// One criterion of the assessment of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Criterion {
    pub key: Key,
    pub name: Line<200>,
    pub kind: CriterionKind,
    /// Share of the total; all weighted criteria of a lot sum to 100.00. None for `pass_fail`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "40.00")]
    pub weight: Option<Points>,
    /// The highest mark. `pass_fail` is marked 0 or 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "10.00")]
    pub scale_max: Option<Points>,
    /// A mark below this fails the bid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "5.00")]
    pub minimum: Option<Points>,
    /// The questions whose answers this criterion assesses.
    #[serde(default)]
    #[deserr(default)]
    #[schema(required = false)]
    pub question_keys: Vec<Key>,
    /// What earns which mark; published with the criterion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    pub guidance: Option<Text<5000>>,
}

impl Criterion {
    /// The highest mark: as declared, 1.00 for pass or fail.
    pub fn top(&self) -> Points {
        let one = Points::from_hundredths(100).unwrap_or(Points::ZERO);
        match self.kind {
            CriterionKind::PassFail => one,
            CriterionKind::Quality | CriterionKind::Price | CriterionKind::SocialValue => {
                self.scale_max.unwrap_or(one)
            }
        }
    }
}

/// The unit of competition.
#[derive(Debug, Clone)]
pub struct Lot {
    pub id: Id<Lot>,
    pub opportunity: Id<Opportunity>,
    pub opportunity_title: String,
    pub kind: OpportunityKind,
    /// The public body that is the buyer.
    pub organisation: Id<Organisation>,
    /// Read from open data: its bids are taken elsewhere.
    pub imported: bool,
    pub position: i32,
    /// The earlier stage whose winners alone may bid here.
    pub follows: Option<Id<Lot>>,
    pub state: LotState,
    pub title: String,
    pub description: String,
    pub value: Option<Money>,
    pub clarifications_close_at: Option<Instant>,
    pub submissions_close_at: Option<Instant>,
    pub max_awards: i32,
    pub questions: Vec<Question>,
    pub criteria: Vec<Criterion>,
    /// The conditions on suppliers besides those of every lot.
    pub eligibility: Option<Eligibility>,
    pub opened_at: Option<Instant>,
    pub consensus_locked_at: Option<Instant>,
    /// SHA-256 of the public key that bids are sealed to; none before publication.
    pub seal: Option<Seal>,
    pub version: i64,
}

/// The public half of a lot's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Seal {
    /// The age recipient that bids are sealed to.
    #[schema(example = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")]
    pub recipient: String,
    /// SHA-256 of the recipient, in hex: in the audit log since publication.
    pub fingerprint: String,
}

/// A step of an officer or a panel; each is one operation, one event, one URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Publish,
    Open { bids: usize },
    StartEvaluation,
    Decide { award: bool },
    GiveNotice,
    Conclude,
    Cancel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a lot that is {from} cannot do this now")]
pub struct CannotMove {
    pub from: LotState,
    pub asked: Move,
}

impl Refuse for CannotMove {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

impl LotState {
    /// All transitions of a lot.
    pub fn after(self, asked: Move) -> Result<Self, CannotMove> {
        match (self, asked) {
            (Self::Draft, Move::Publish) => Ok(Self::Published),
            (Self::Published, Move::Open { bids: 0 }) => Ok(Self::NoBids),
            (Self::Published, Move::Open { .. }) => Ok(Self::Opened),
            (Self::Opened, Move::StartEvaluation) => Ok(Self::InEvaluation),
            (Self::Opened | Self::InEvaluation, Move::Decide { award: false }) => Ok(Self::NoAward),
            (Self::InEvaluation, Move::Decide { award: true }) => Ok(Self::Decided),
            (Self::Decided, Move::GiveNotice) => Ok(Self::Standstill),
            (Self::Decided | Self::Standstill, Move::Conclude) => Ok(Self::Awarded),
            (from, Move::Cancel) if !from.is_final() => Ok(Self::Cancelled),
            (from, asked) => Err(CannotMove { from, asked }),
        }
    }

    /// The phase at an instant. The instant of closing is still open.
    pub fn at(self, closes_at: Option<Instant>, now: Instant) -> Phase {
        if self != Self::Published {
            Phase::Settled(self)
        } else if closes_at.is_some_and(|close| now <= close) {
            Phase::Open
        } else {
            Phase::Closed
        }
    }

    /// Whether the competition has a winner.
    pub const fn has_winner(self) -> bool {
        matches!(self, Self::Decided | Self::Standstill | Self::Awarded)
    }

    pub const fn is_final(self) -> bool {
        match self {
            Self::Awarded | Self::Cancelled | Self::NoBids | Self::NoAward => true,
            Self::Draft
            | Self::Published
            | Self::Opened
            | Self::InEvaluation
            | Self::Decided
            | Self::Standstill => false,
        }
    }
}

/// The state that the public sees. Never stored, so no timer has to run for it to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Open,
    Closed,
    Settled(LotState),
}

impl OpportunityState {
    /// The state of an opportunity with such lots.
    pub fn of_lots(lots: &[LotState]) -> Self {
        let any = |wanted: &[LotState]| lots.iter().any(|state| wanted.contains(state));
        let running = [LotState::Published, LotState::Opened, LotState::InEvaluation];
        if any(&[LotState::Draft]) {
            Self::Draft
        } else if any(&running) {
            Self::Published
        } else if any(&[LotState::Decided, LotState::Standstill]) {
            Self::Decided
        } else if any(&[LotState::Awarded]) {
            Self::Awarded
        } else if any(&[LotState::NoAward]) {
            Self::NoAward
        } else if any(&[LotState::NoBids]) {
            Self::NoBids
        } else {
            Self::Cancelled
        }
    }
}

/// A bid that came after the deadline (SAFETY 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("bids closed at {closed}; the last byte of this bid arrived at {received}")]
pub struct Late {
    pub closed: Instant,
    pub received: Instant,
}

impl Refuse for Late {
    fn kind(&self) -> Kind {
        kinds::DEADLINE_PASSED
    }

    fn members(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut members = serde_json::Map::new();
        members.insert("submissions_close_at".to_owned(), self.closed.to_string().into());
        members.insert("received_at".to_owned(), self.received.to_string().into());
        members
    }
}

/// An imported lot is a copy: bids, openings and changes happen where it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this lot was imported from open data; bid where it was published (see its source)")]
pub struct RunElsewhere;

impl Refuse for RunElsewhere {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

impl Lot {
    /// Refuses a change of an imported lot.
    pub fn runs_here(&self) -> Result<(), RunElsewhere> {
        if self.imported { Err(RunElsewhere) } else { Ok(()) }
    }

    pub fn phase(&self, now: Instant) -> Phase {
        self.state.at(self.submissions_close_at, now)
    }

    /// The one judge of timeliness: on time if, and only if, `received_at <= submissions_close_at`.
    pub fn verdict(&self, received_at: Instant) -> Result<(), Late> {
        match self.submissions_close_at {
            Some(closed) if received_at > closed => Err(Late { closed, received: received_at }),
            Some(_) | None => Ok(()),
        }
    }

    /// The instant from which bids may be opened: the deadline, and the time that requests of
    /// bidders may still take.
    pub fn opens_from(&self, delay: Period) -> Option<Instant> {
        self.submissions_close_at.map(|close| close.plus(delay))
    }

    pub fn criterion(&self, key: &Key) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.key == *key)
    }

    pub fn question(&self, key: &Key) -> Option<&Question> {
        self.questions.iter().find(|question| question.key == *key)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAmend {
    #[error("only a lot that takes bids can be given more time; this one is {0}")]
    NotOpen(&'static str),
    #[error("a deadline only moves later; bids close at {0} now")]
    Earlier(Instant),
    #[error("a contract was signed for this lot: the lot cannot be cancelled any more")]
    Signed,
}

impl Refuse for CannotAmend {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

/// A deadline that was moved.
#[derive(Debug, Clone)]
pub struct Amendment {
    pub lot: Id<Lot>,
    pub reason: String,
    pub old_close_at: Instant,
    pub new_close_at: Instant,
    pub made_by: Id<User>,
    pub made_at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOVES: [Move; 9] = [
        Move::Publish,
        Move::Open { bids: 0 },
        Move::Open { bids: 3 },
        Move::StartEvaluation,
        Move::Decide { award: true },
        Move::Decide { award: false },
        Move::GiveNotice,
        Move::Conclude,
        Move::Cancel,
    ];

    #[test]
    fn an_end_is_an_end() {
        for from in LotState::ALL.iter().filter(|s| s.is_final()) {
            for asked in MOVES {
                assert!(from.after(asked).is_err(), "{from} took {asked:?}");
            }
        }
    }

    #[test]
    fn the_diagram_in_the_docs_is_what_the_code_does() {
        let mut lines = vec!["stateDiagram-v2".to_owned()];
        for from in LotState::ALL {
            for asked in MOVES {
                if let Ok(to) = from.after(asked) {
                    lines.push(format!("  {from} --> {to}: {asked:?}"));
                }
            }
        }
        insta::assert_snapshot!("lot_states", lines.join("\n"));
    }

    #[test]
    fn words_read_back() {
        for state in LotState::ALL {
            assert_eq!(LotState::parse(state.as_str()), Some(*state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
    }
}
