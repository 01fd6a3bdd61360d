//! The right to start a bid.

use super::super::{model::LotForBidder, policy::BIDDERS};
use crate::{opportunities::LotState, prelude::*};

pub struct StartBid;

impl Rule for StartBid {
    const NAME: &'static str = "bid.start";
    type On = LotForBidder;

    fn check(actor: &Actor, on: &LotForBidder) -> Verdict {
        if on.lot.state == LotState::Draft {
            return Err(No::Hidden);
        }
        let yes = actor.needs_openly(&[Role::Owner, Role::Bidder], on.organisation, BIDDERS)?;
        if on.kind != OrganisationKind::Supplier || on.suspended {
            return Err(No::Forbidden("only suppliers that are not suspended can bid"));
        }
        if !on.came_through {
            return Err(No::Forbidden(
                "this stage accepts bids only from suppliers awarded in the stage before",
            ));
        }
        Ok(yes)
    }
}
