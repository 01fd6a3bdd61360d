//! The letter about a first sign-in by an identity provider.

use crate::outbox::{Letter, Place};

/// An account can be opened in a way that its owner did not choose: so they are told.
pub fn opened_by_provider(organisation: &str) -> Letter {
    let subject = format!("You can sign in with the account that {organisation} gave you");
    Letter::new("user.opened_by_provider", subject)
        .says(format!("Somebody, we hope you, has just signed in to your account at Guildhall by the identity provider of {organisation}. From now on you can sign in so."))
        .says(format!("If it was not you, tell {organisation} and the administrators of the platform at once."))
        .link("Open Guildhall", Place::Docs)
        .urgent()
}
