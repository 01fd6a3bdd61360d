//! Refusals of a suspension.

use crate::{
    accounts::model::UserState,
    kernel::{Kind, Refuse, kinds},
};

/// Somebody has to be there who gives duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "nobody else who is active gives and takes duties; have the operator make somebody else first"
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
    from: UserState,
    asked: &'static str,
}

impl Refuse for WrongStep {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}
