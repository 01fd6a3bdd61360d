//! Who may do what with identity providers.

use super::{
    super::{model::Stored, policy::OWNERS},
    model::Provider,
};
use crate::access::{Actor, As, Role, Rule, Verdict};

/// Whoever sets where people sign in could let anybody in: it asks for a fresh proof.
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

/// Whoever the provider vouches for comes in; the operation has judged its word.
pub struct SignInByProvider;

impl Rule for SignInByProvider {
    const NAME: &'static str = "session.start_by_provider";
    type On = Provider;

    fn check(_: &Actor, provider: &Provider) -> Verdict {
        Ok(As::Organisation(provider.organisation))
    }
}
