//! Letters about a change of address.

use crate::{
    kernel::Period,
    outbox::{Letter, Place},
};

/// How long the link works that confirms a new address.
pub const EMAIL_LIFE: Period = Period::days(1);

/// How long an address can be taken back after it was changed.
pub const UNDO_LIFE: Period = Period::days(3);

pub fn confirm_email(token: &str) -> Letter {
    Letter::new("user.confirm_email", "Confirm your new e-mail address")
        .says("Somebody, we hope you, wants to use this address for an account at Guildhall from now on. Confirm it within a day.")
        .says("If it was not you, do nothing: without confirmation nothing changes.")
        .fact("Token", &token)
        .link("Confirm this address", Place::Email { token })
        .secret()
}

/// The old address is told, and can say no.
pub fn email_will_change(new_email: &str, token: &str) -> Letter {
    Letter::new("user.email_will_change", "The address of your account is about to change")
        .says("Somebody, we hope you, asked to change the e-mail address of your account at Guildhall. It changes when the new address is confirmed.")
        .says("If it was not you, follow the link below: your address stays as it is, all sessions are ended, and you choose a new password. The link works until three days after the change.")
        .fact("New address", &new_email)
        .fact("Token", &token)
        .link("It was not me", Place::EmailUndo { token })
        .secret()
}

pub fn email_changed(new_email: &str) -> Letter {
    Letter::new("user.email_changed", "The address of your account was changed")
        .says("The e-mail address of your account at Guildhall was changed. Sign in with the new one.")
        .says("If it was not you, follow the link in the letter that we sent to the old address before: it takes the change back for three days.")
        .fact("New address", &new_email)
        .urgent()
}

/// After a change was taken back: a new password is needed.
pub fn email_kept(token: &str) -> Letter {
    Letter::new("user.email_kept", "Your address stays as it was")
        .says("We have taken the change of your e-mail address back and ended all sessions of your account. Whoever asked for it knew your password, so it does not work any more: choose a new one within a day.")
        .fact("Token", &token)
        .link("Choose a password", Place::Password { token })
        .secret()
}
