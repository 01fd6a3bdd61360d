//! Rules of identity providers, and of signing in by them.

use super::model::Provider;
use crate::{
    organisations::{OWNERS, Stored},
    prelude::*,
};

/// An owner who sets the provider could let anybody in: the rule asks for a fresh proof.
pub struct SetProvider;

impl Rule for SetProvider {
    const NAME: &'static str = "identity_provider.set";
    const FRESH: bool = true;
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct RemoveProvider;

impl Rule for RemoveProvider {
    const NAME: &'static str = "identity_provider.remove";
    const FRESH: bool = true;
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct ReadProvider;

impl Rule for ReadProvider {
    const NAME: &'static str = "identity_provider.read";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

/// The operation has judged the provider's word before it asks.
pub struct SignInByProvider;

impl Rule for SignInByProvider {
    const NAME: &'static str = "session.start_by_provider";
    type On = Provider;

    fn check(_: &Actor, provider: &Provider) -> Verdict {
        Ok(As::Organisation(provider.organisation))
    }
}
