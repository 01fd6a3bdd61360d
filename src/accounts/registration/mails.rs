//! Letters about registration.

use crate::{
    kernel::Period,
    outbox::{Letter, Place},
};

/// How long the link in [`verification`] works.
pub const VERIFICATION_LIFE: Period = Period::days(2);

pub fn verification(token: &str) -> Letter {
    Letter::new("user.verification", "Confirm your e-mail address")
        .says("Somebody, we hope you, made an account at Guildhall with this address. Confirm it within two days to be able to sign in.")
        .says("If it was not you, do nothing: without confirmation nobody can use the account.")
        .fact("Token", &token)
        .link("Confirm your address", Place::Verification { token })
        .secret()
}

/// The owner of an address is told when somebody registers it again; nobody else learns of it.
pub fn already_registered() -> Letter {
    Letter::new("user.already_registered", "You have an account already")
        .says("Somebody tried to make a new account with this address. You have one already, and nothing has been changed.")
        .says("If it was you, sign in as usual.")
        .link("Read how to sign in", Place::Docs)
        .urgent()
}
