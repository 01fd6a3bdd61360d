//! Step-up authentication as values.

use crate::{
    accounts::{
        factors::model::{FactorProof, WrongProof},
        sessions::model::no_session,
    },
    prelude::*,
};

/// A proof as it was sent.
pub enum StepUpGiven {
    Factor(FactorProof),
    Password(String),
}

/// The proof that a step-up was given.
#[derive(Debug, Clone)]
pub enum StepUpProof {
    Factor(FactorProof),
    /// A password, and the hash that it has just been compared with.
    Password(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotStepUp {
    #[error("a password is not enough: use your second factor")]
    FactorNeeded,
    #[error("you have no passkey: send a code")]
    NoPasskey,
}

impl Refuse for CannotStepUp {
    fn kind(&self) -> Kind {
        match self {
            Self::FactorNeeded => kinds::WRONG_PROOF,
            Self::NoPasskey => kinds::WRONG_STATE,
        }
    }
}

/// The outcome of a step-up. A wrong proof is counted, and five of them end the session: both commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepUpOutcome {
    Proved,
    Wrong,
    Ended,
}

/// The refusal of a wrong proof.
pub fn refusal(outcome: StepUpOutcome) -> Problem {
    match outcome {
        StepUpOutcome::Proved | StepUpOutcome::Wrong => WrongProof.into(),
        StepUpOutcome::Ended => no_session(),
    }
}
