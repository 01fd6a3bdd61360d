//! The right to write down the consensus of the panel.

use super::super::{
    model::BidForAssessor,
    policy::{chairs, unbarred},
};
use crate::prelude::*;

/// The chair writes down the consensus marks of a bid.
pub struct Agree;

impl Rule for Agree {
    const NAME: &'static str = "consensus.agree";
    type On = BidForAssessor;

    fn check(actor: &Actor, on: &BidForAssessor) -> Verdict {
        if on.lot.opened_at.is_none() {
            return Err(No::Hidden);
        }
        let yes = chairs(on.assessor.seat.as_ref(), &on.lot)?;
        unbarred(actor, on).map(|()| yes)
    }
}
