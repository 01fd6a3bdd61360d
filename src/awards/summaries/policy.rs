//! The right to read a summary.

use super::{super::decision::ReadDecision, model::BidForDecider};
use crate::prelude::*;

/// Each supplier reads its own summary; the buyer's approvers, the chair and auditors read all.
pub struct ReadSummary;

impl Rule for ReadSummary {
    const NAME: &'static str = "bid.read_summary";
    type On = BidForDecider;

    fn check(actor: &Actor, on: &BidForDecider) -> Verdict {
        let supplier: Id<Organisation> = on.bid.organisation;
        if actor.is_member(supplier) {
            return Ok(As::Organisation(supplier));
        }
        if on.decided.lot.opened_at.is_none() {
            return Err(No::Hidden);
        }
        ReadDecision::check(actor, &on.decided)
    }
}
