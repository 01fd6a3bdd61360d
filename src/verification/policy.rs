//! Rules of verification.

use crate::{
    organisations::{OWNERS, Stored, needs_verifier},
    prelude::*,
};

/// Verifying, rejecting and asking for more information are one right of administrators, over the
/// organisations of others.
pub struct Verify;

impl Rule for Verify {
    const NAME: &'static str = "organisation.verify";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        needs_verifier(actor, organisation)
    }
}

/// The queue of organisations that wait for verification.
pub struct ReadQueue;

impl Rule for ReadQueue {
    const NAME: &'static str = "organisation.read_queue";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_duty(Duty::Verification)
    }
}

/// An owner answers the administrators.
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

/// Suspending and reinstating are one right of administrators, over the organisations of others.
pub struct Suspend;

impl Rule for Suspend {
    const NAME: &'static str = "organisation.suspend";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        needs_verifier(actor, organisation)
    }
}
