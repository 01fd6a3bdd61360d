//! Rules of verification.

use crate::{
    organisations::{OWNERS, Stored, needs_verifier},
    prelude::*,
};

/// Verifying, turning down and asking for more are one right: an administrator's, over others'
/// organisations.
pub struct Verify;

impl Rule for Verify {
    const NAME: &'static str = "organisation.verify";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        needs_verifier(actor, organisation)
    }
}

/// The queue of those who wait to be verified.
pub struct ReadQueue;

impl Rule for ReadQueue {
    const NAME: &'static str = "organisation.read_queue";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_duty(Duty::Verification)
    }
}

/// An owner answers what an administrator asked.
pub struct AnswerAdministrators;

impl Rule for AnswerAdministrators {
    const NAME: &'static str = "organisation.answer";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct DemandReverification;

impl Rule for DemandReverification {
    const NAME: &'static str = "organisation.demand_reverification";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        needs_verifier(actor, organisation)
    }
}

/// Suspending and reinstating are one right: an administrator's, over others' organisations.
pub struct Suspend;

impl Rule for Suspend {
    const NAME: &'static str = "organisation.suspend";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        needs_verifier(actor, organisation)
    }
}
