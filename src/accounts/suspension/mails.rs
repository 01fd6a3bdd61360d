//! Letters about suspension.

use crate::outbox::{Letter, Place};

pub fn suspended(reason: &str) -> Letter {
    Letter::new("user.suspended", "Your account is suspended")
        .says("An administrator has suspended your account at Guildhall. You cannot sign in until it is reinstated; what you wrote stays with your organisation.")
        .fact("Reason", &reason)
        .urgent()
}

pub fn reinstated() -> Letter {
    Letter::new("user.reinstated", "Your account is reinstated")
        .says("An administrator has reinstated your account at Guildhall. You can sign in again.")
        .link("Read how to sign in", Place::Docs)
        .urgent()
}
