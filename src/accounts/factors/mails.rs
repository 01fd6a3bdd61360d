//! Letters about second factors.

use super::model::Factor;
use crate::outbox::{Letter, Place};

const fn named(factor: Factor) -> &'static str {
    match factor {
        Factor::Totp => "an authenticator app",
        Factor::RecoveryCode => "recovery codes",
        Factor::Passkey => "a passkey",
    }
}

const NOT_YOU: &str = "If it was not you, choose a new password at once by the link for forgotten passwords, and tell the owners of your organisation.";

pub fn factor_added(factor: Factor) -> Letter {
    Letter::new("user.factor_added", "Your account has a new second factor")
        .says("A second factor was added to your account at Guildhall, and your other sessions were ended. It is asked for when you sign in.")
        .says(NOT_YOU)
        .fact("Added", &named(factor))
        .link("Read how to sign in", Place::Docs)
        .urgent()
}

pub fn factor_removed(factor: Factor) -> Letter {
    Letter::new("user.factor_removed", "A second factor of your account was removed")
        .says("A second factor was removed from your account at Guildhall, and your other sessions were ended.")
        .says(NOT_YOU)
        .fact("Removed", &named(factor))
        .link("Read how to sign in", Place::Docs)
        .urgent()
}

pub fn codes_renewed() -> Letter {
    Letter::new("user.codes_renewed", "You have new recovery codes")
        .says("Ten new recovery codes were made for your account at Guildhall. The old ones are of no use any more.")
        .says(NOT_YOU)
        .link("Read how to sign in", Place::Docs)
        .urgent()
}

pub fn recovery_code_used(left: i64) -> Letter {
    Letter::new("user.recovery_code_used", "A recovery code of your account was used")
        .says("One of the recovery codes of your account at Guildhall was used in the place of your second factor. Each works once; make ten new ones before they run out.")
        .says(NOT_YOU)
        .fact("Codes that are left", &left)
        .urgent()
}

/// A warning that the password is known to somebody who failed at the second factor.
pub fn second_factor_failed() -> Letter {
    Letter::new("user.second_factor_failed", "Somebody has tried to get past your second factor")
        .says("Somebody has proved themselves with your password, or in a session of yours, and then gave five wrong codes. They were sent away and did not get in.")
        .says("If it was not you, somebody knows your password: choose a new one at once by the link for forgotten passwords.")
        .link("Read how to choose a new password", Place::Docs)
        .urgent()
}

pub fn factors_reset(reason: &str) -> Letter {
    Letter::new("user.factors_reset", "Your second factors were taken away")
        .says("An administrator has taken all second factors of your account at Guildhall away, and ended your sessions. Sign in with your password, and set a new second factor up.")
        .says("If you did not ask for that, choose a new password at once and write to the administrators.")
        .fact("Reason", &reason)
        .link("Read how to sign in", Place::Docs)
        .urgent()
}
