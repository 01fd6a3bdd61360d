//! The steps of the review.

use crate::{opportunities::model::OpportunityState, prelude::*};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an opportunity that is {from} cannot be {asked}")]
pub struct WrongStep {
    pub from: OpportunityState,
    pub asked: &'static str,
}

impl Refuse for WrongStep {
    fn kind(&self) -> Kind {
        kinds::WRONG_STATE
    }
}

/// Refuses a step from any other state than the wanted one.
pub fn step(
    from: OpportunityState,
    wanted: OpportunityState,
    asked: &'static str,
) -> Result<(), WrongStep> {
    if from == wanted { Ok(()) } else { Err(WrongStep { from, asked }) }
}
