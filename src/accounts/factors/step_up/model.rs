//! Step-up authentication as values.

use crate::{
    accounts::{
        factors::model::{Given, WrongProof},
        sessions::model::no_session,
    },
    kernel::{Kind, Refuse, kinds},
};

/// What somebody proves themselves with.
#[derive(Debug, Clone)]
pub enum Again {
    Factor(Given),
    /// A password, and the hash that it has just been compared with.
    Password(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotStepUp {
    #[error("you have a second factor: prove that, a password is not enough")]
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

/// How it ended. A wrong proof is counted, and five of them end the session: both must commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Proved,
    Wrong,
    Ended,
}

/// What is said of a proof that was none.
pub fn refusal(outcome: Outcome) -> crate::kernel::Problem {
    match outcome {
        Outcome::Proved | Outcome::Wrong => WrongProof.into(),
        Outcome::Ended => no_session(),
    }
}
