//! Refusals of a suspension.

use crate::{accounts::model::UserState, prelude::*};

/// An administrator who gives duties must remain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "no other active administrator has the duty `administrators`; the operator can give it to somebody else first"
)]
pub struct LastToGiveDuties;

impl Refuse for LastToGiveDuties {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an account that is {from} cannot be {asked}")]
pub struct WrongStep {
    pub from: UserState,
    pub asked: &'static str,
}

impl Refuse for WrongStep {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}
