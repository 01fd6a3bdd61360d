//! The right to ask whether a supplier may bid.

use super::super::model::LotForBidder;
use crate::{opportunities::LotState, prelude::*};

/// Only members of a supplier read its eligibility, as only they read the profile that it comes
/// from; for everybody else the supplier does not exist.
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
