//! Letters about accounts.

use crate::{kernel::Period, outbox::Letter};

/// How long the link in [`verification`] works.
pub const VERIFICATION_LIFE: Period = Period::days(2);
/// How long a link that sets a password works.
pub const PASSWORD_LIFE: Period = Period::days(1);

pub fn verification(public_url: &str, token: &str) -> Letter {
    Letter::new("user.verification", "Confirm your e-mail address")
        .says("Somebody, we hope you, made an account at Guildhall with this address. Confirm it within two days to be able to sign in.")
        .says("If it was not you, do nothing: without confirmation nobody can use the account.")
        .fact("Token", &token)
        .link("Confirm your address", format!("{public_url}/docs/verification#token={token}"))
        .secret()
}

/// The owner of an address is told when somebody registers it again; nobody else learns of it.
pub fn already_registered(public_url: &str) -> Letter {
    Letter::new("user.already_registered", "You have an account already")
        .says("Somebody tried to make a new account with this address. You have one already, and nothing has been changed.")
        .says("If it was you, sign in as usual.")
        .link("Read how to sign in", format!("{public_url}/docs"))
        .urgent()
}

pub fn refresh_token_reused() -> Letter {
    Letter::new("session.ended_for_reuse", "We have signed you out on one device")
        .says("A token that keeps you signed in was used a second time, which should not happen. Somebody may have copied it, so we have ended that session. Your other sessions go on.")
        .says("Sign in again on that device. If you use a shared computer, change your password too.")
        .urgent()
}
