//! Who looks at an organisation and says how it stands.

use super::{OWNERS, Stored, Verify};
use crate::access::{Actor, Duty, Role, Rule, Verdict};

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
pub struct Answer;

impl Rule for Answer {
    const NAME: &'static str = "organisation.answer";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct ChangeIdentity;

impl Rule for ChangeIdentity {
    const NAME: &'static str = "organisation.change_identity";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs_openly(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct DemandReverification;

impl Rule for DemandReverification {
    const NAME: &'static str = "organisation.demand_reverification";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        Verify::check(actor, organisation)
    }
}

/// Suspending and reinstating are one right: an administrator's, over others' organisations.
pub struct Suspend;

impl Rule for Suspend {
    const NAME: &'static str = "organisation.suspend";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        Verify::check(actor, organisation)
    }
}

/// Finding an identifier in its register is part of verifying: the same people, for one identifier.
pub struct VerifyIdentifier;

impl Rule for VerifyIdentifier {
    const NAME: &'static str = "identifier.verify";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        Verify::check(actor, organisation)
    }
}

/// Identifiers say who an organisation is before the law: its owners alone add and withdraw them.
pub struct ChangeIdentifiers;

impl Rule for ChangeIdentifiers {
    const NAME: &'static str = "organisation.change_identifiers";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}
