//! The rights to lock the consensus and to read the ranking.

use super::super::{
    model::{LotForAssessor, LotToLock},
    policy::{CONFLICTED, buyer, chairs, declared},
};
use crate::prelude::*;

pub struct LockConsensus;

impl Rule for LockConsensus {
    const NAME: &'static str = "consensus.lock";
    type On = LotToLock;

    fn check(_: &Actor, on: &LotToLock) -> Verdict {
        let yes = chairs(on.assessor.seat.as_ref(), &on.lot)?;
        if on.assessor.has_conflict() { Err(No::Forbidden(CONFLICTED)) } else { Ok(yes) }
    }
}

pub struct ReadRanking;

impl Rule for ReadRanking {
    const NAME: &'static str = "ranking.read";
    type On = LotForAssessor;

    fn check(actor: &Actor, on: &LotForAssessor) -> Verdict {
        let seat = on.assessor.seat.as_ref();
        if seat.is_some() {
            declared(seat)?;
        }
        if seat.is_some() || actor.has(Role::Approver, on.lot.organisation) {
            return if on.assessor.has_conflict() {
                Err(No::Forbidden(CONFLICTED))
            } else {
                Ok(buyer(&on.lot))
            };
        }
        actor.needs_grant(on.lot.organisation)
    }
}
