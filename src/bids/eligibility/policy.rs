//! The right to ask whether a supplier may bid.

use super::super::model::LotForBidder;
use crate::{opportunities::LotState, prelude::*};

/// What a supplier is told of itself is for its members alone, as the profile is that it is read
/// from: to others the question names nothing.
pub struct ReadEligibility;

impl Rule for ReadEligibility {
    const NAME: &'static str = "eligibility.read";
    type On = LotForBidder;

    fn check(actor: &Actor, on: &LotForBidder) -> Verdict {
        let supplier = on.kind == OrganisationKind::Supplier;
        if on.lot.state == LotState::Draft || !supplier || !actor.is_member(on.organisation) {
            return Err(No::Hidden);
        }
        Ok(As::Organisation(on.organisation))
    }
}
