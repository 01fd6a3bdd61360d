//! Rules of identifiers.

use super::super::{
    model::Stored,
    policy::{OWNERS, needs_verifier},
};
use crate::prelude::*;

/// Finding an identifier in its register is part of verifying: the same people, for one identifier.
pub struct VerifyIdentifier;

impl Rule for VerifyIdentifier {
    const NAME: &'static str = "identifier.verify";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        needs_verifier(actor, organisation)
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
