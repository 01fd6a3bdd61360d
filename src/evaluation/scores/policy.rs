//! The rights to mark and to read marks.

use super::super::{
    model::{BidForAssessor, LotForMember},
    policy::{buyer, declared, marks, unbarred},
};
use crate::prelude::*;

/// Marks are given by marking members of the panel without a conflict, for bids that are open.
pub struct Score;

impl Rule for Score {
    const NAME: &'static str = "bid.score";
    type On = BidForAssessor;

    fn check(actor: &Actor, on: &BidForAssessor) -> Verdict {
        if on.lot.opened_at.is_none() {
            return Err(No::Hidden);
        }
        let seat = declared(on.assessor.seat.as_ref())?;
        unbarred(actor, on)?;
        marks(seat, &on.lot)
    }
}

pub struct SubmitScores;

impl Rule for SubmitScores {
    const NAME: &'static str = "scores.submit";
    type On = LotForMember;

    fn check(_: &Actor, on: &LotForMember) -> Verdict {
        marks(declared(on.seat.as_ref())?, &on.lot)
    }
}

/// The marks of a bid: for the panel without a conflict, the buyer's approvers and auditors. Which
/// of them are shown is decided by which members have submitted.
pub struct ReadScores;

impl Rule for ReadScores {
    const NAME: &'static str = "scores.read";
    type On = BidForAssessor;

    fn check(actor: &Actor, on: &BidForAssessor) -> Verdict {
        if on.lot.opened_at.is_none() {
            return Err(No::Hidden);
        }
        if let Some(seat) = &on.assessor.seat {
            declared(Some(seat))?;
            return unbarred(actor, on).map(|()| buyer(&on.lot));
        }
        if actor.has(Role::Approver, on.lot.organisation) {
            return unbarred(actor, on).map(|()| buyer(&on.lot));
        }
        actor.needs_grant(on.lot.organisation)
    }
}
