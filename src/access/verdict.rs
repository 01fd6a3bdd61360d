//! The verdict of a rule: yes, and in whose name, or no.

use super::ids::Organisation;
use crate::kernel::{Id, Kind, Refuse, kinds};

/// Yes, and in whose name; or no.
pub type Verdict = Result<As, No>;

/// In whose name an actor was allowed to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    Organisation(Id<Organisation>),
    Platform,
    Themselves,
    /// As an auditor, by a grant to read this body: each time is written down.
    Auditor(Id<Organisation>),
}

/// The ways to say no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum No {
    /// The actor may not even know that it exists.
    #[error("not found, or not visible to you")]
    Hidden,
    #[error("{0}")]
    Forbidden(&'static str),
    /// Four eyes: the actor has the role, and is the wrong person for it.
    #[error("{0}")]
    SamePerson(&'static str),
    /// A role asks for a second factor, and this session has proved none.
    #[error("your role requires a second factor: set one up, or sign in with it")]
    SecondFactor,
    /// No owner has confirmed the member's place for this year.
    #[error(
        "your membership was not confirmed this year: an owner of the organisation has to confirm it"
    )]
    Unconfirmed,
    /// The proof of who is there is too old for this.
    #[error("step up your authentication, then repeat the request within five minutes")]
    StepUp,
}

impl Refuse for No {
    fn kind(&self) -> Kind {
        match self {
            Self::Hidden => kinds::NOT_FOUND,
            Self::Forbidden(_) => kinds::FORBIDDEN,
            Self::SamePerson(_) => kinds::FOUR_EYES,
            Self::SecondFactor => kinds::SECOND_FACTOR,
            Self::Unconfirmed => kinds::UNCONFIRMED,
            Self::StepUp => kinds::STEP_UP,
        }
    }
}
