//! Rules of mergers: one administrator proposes, another confirms.

use super::{
    super::policy::Verify,
    model::{Bodies, Merger},
};
use crate::prelude::*;

/// Administrators who are members of one of the bodies leave its merger to others.
fn merges(actor: &Actor, bodies: &Bodies) -> Verdict {
    Verify::check(actor, &bodies.from)?;
    Verify::check(actor, &bodies.into)
}

pub struct ProposeMerger;

impl Rule for ProposeMerger {
    const NAME: &'static str = "organisation.propose_merger";
    type On = Bodies;

    fn check(actor: &Actor, bodies: &Bodies) -> Verdict {
        merges(actor, bodies)
    }
}

pub struct ReadMerger;

impl Rule for ReadMerger {
    const NAME: &'static str = "organisation.read_merger";
    type On = Option<Merger>;

    fn check(actor: &Actor, _: &Option<Merger>) -> Verdict {
        actor.needs_duty(Duty::Verification)
    }
}

pub struct WithdrawMerger;

impl Rule for WithdrawMerger {
    const NAME: &'static str = "organisation.withdraw_merger";
    type On = Option<Merger>;

    fn check(actor: &Actor, _: &Option<Merger>) -> Verdict {
        actor.needs_duty(Duty::Verification)
    }
}

/// The administrator who confirms is another person than the one who proposed.
pub struct ConfirmMerger;

impl Rule for ConfirmMerger {
    const NAME: &'static str = "organisation.confirm_merger";
    const FRESH: bool = true;
    type On = Bodies;

    fn check(actor: &Actor, bodies: &Bodies) -> Verdict {
        let yes = merges(actor, bodies)?;
        let proposed = bodies.proposed.as_ref().map(|merger| merger.proposed_by);
        if proposed.is_some() && proposed == actor.user() {
            return Err(No::SamePerson(
                "you proposed this merger: another administrator confirms it",
            ));
        }
        Ok(yes)
    }
}
