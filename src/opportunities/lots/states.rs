//! The states of a lot and the moves between them. [`LotState`] is stored; [`Phase`] follows from it
//! and the clock.

use super::super::model::OpportunityState;
use crate::{prelude::*, words};

words!(
    /// The state of a lot, as the last operation left it.
    LotState {
        /// Authors write the lot; only members of the public body see it.
        Draft = "draft",
        /// The lot takes bids until its deadline, and waits for its opening after it.
        Published = "published",
        /// Officers have opened the bids.
        Opened = "opened",
        /// A panel assesses the bids.
        InEvaluation = "in_evaluation",
        /// The winners are decided.
        Decided = "decided",
        /// The standstill before the contract runs.
        Standstill = "standstill",
        /// A contract is signed.
        Awarded = "awarded",
        /// The lot ended without a bid.
        NoBids = "no_bids",
        /// The lot ended without an award.
        NoAward = "no_award",
        /// The public body has cancelled the lot.
        Cancelled = "cancelled",
    }
);

words!(
    /// The phase of a lot at present: its state, and for a published lot whether the deadline has
    /// passed. Never stored, so no timer has to run for it to be true.
    Phase {
        /// Authors write the lot; only members of the public body see it.
        Draft = "draft",
        /// The lot takes bids.
        Open = "open",
        /// Bids have closed, and officers have not opened them yet.
        Closed = "closed",
        /// Officers have opened the bids.
        Opened = "opened",
        /// A panel assesses the bids.
        InEvaluation = "in_evaluation",
        /// The winners are decided.
        Decided = "decided",
        /// The standstill before the contract runs.
        Standstill = "standstill",
        /// A contract is signed.
        Awarded = "awarded",
        /// The lot ended without a bid.
        NoBids = "no_bids",
        /// The lot ended without an award.
        NoAward = "no_award",
        /// The public body has cancelled the lot.
        Cancelled = "cancelled",
    }
);

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
        match self {
            Self::Draft => Phase::Draft,
            Self::Published if closes_at.is_some_and(|close| now <= close) => Phase::Open,
            Self::Published => Phase::Closed,
            Self::Opened => Phase::Opened,
            Self::InEvaluation => Phase::InEvaluation,
            Self::Decided => Phase::Decided,
            Self::Standstill => Phase::Standstill,
            Self::Awarded => Phase::Awarded,
            Self::NoBids => Phase::NoBids,
            Self::NoAward => Phase::NoAward,
            Self::Cancelled => Phase::Cancelled,
        }
    }

    /// Whether the competition has a winner.
    pub const fn has_winner(self) -> bool {
        matches!(self, Self::Decided | Self::Standstill | Self::Awarded)
    }

    pub const fn is_final(self) -> bool {
        matches!(self, Self::Awarded | Self::Cancelled | Self::NoBids | Self::NoAward)
    }
}

impl OpportunityState {
    /// The state of an opportunity with such lots.
    pub fn of_lots(lots: &[LotState]) -> Self {
        let by_rank = [
            (LotState::Draft, Self::Draft),
            (LotState::Published, Self::Published),
            (LotState::Opened, Self::Published),
            (LotState::InEvaluation, Self::Published),
            (LotState::Decided, Self::Decided),
            (LotState::Standstill, Self::Decided),
            (LotState::Awarded, Self::Awarded),
            (LotState::NoAward, Self::NoAward),
            (LotState::NoBids, Self::NoBids),
        ];
        let first = by_rank.into_iter().find(|(state, _)| lots.contains(state));
        first.map_or(Self::Cancelled, |(_, summary)| summary)
    }
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
