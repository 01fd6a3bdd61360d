//! Rules of identifiers.

use super::super::{
    model::Stored,
    policy::{OWNERS, needs_verifier},
};
use crate::prelude::*;

/// The verifiers of an organisation verify its identifiers too.
pub struct VerifyIdentifier;

impl Rule for VerifyIdentifier {
    const NAME: &'static str = "identifier.verify";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        needs_verifier(actor, organisation)
    }
}

/// Identifiers name the legal person: owners alone add and withdraw them.
pub struct ChangeIdentifiers;

impl Rule for ChangeIdentifiers {
    const NAME: &'static str = "organisation.change_identifiers";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}
