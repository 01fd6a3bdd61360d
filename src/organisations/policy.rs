//! Rules of organisations.

use super::model::Stored;
use crate::prelude::*;

/// A signed-in person may register an organisation, and becomes its owner.
pub struct Create;

impl Rule for Create {
    const NAME: &'static str = "organisation.create";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_person()
    }
}

/// The directory is public: everybody sees an organisation, whatever its state.
pub struct Read;

impl Rule for Read {
    const NAME: &'static str = "organisation.read";
    type On = Stored;

    fn check(_: &Actor, _: &Stored) -> Verdict {
        Ok(As::Themselves)
    }
}

/// An administrator who is not a member of the organisation: no administrator verifies their own.
pub fn needs_verifier(actor: &Actor, organisation: &Stored) -> Verdict {
    let yes = actor.needs_duty(Duty::Verification)?;
    if actor.memberships.iter().any(|m| m.organisation == organisation.id) {
        return Err(No::SamePerson("another administrator verifies your own organisation"));
    }
    Ok(yes)
}

pub const OWNERS: &str = "only an owner of the organisation can do this";

pub struct ChangeIdentity;

impl Rule for ChangeIdentity {
    const NAME: &'static str = "organisation.change_identity";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs_openly(&[Role::Owner], organisation.id, OWNERS)
    }
}
