//! The letter about a refresh token that came twice.

use crate::outbox::Letter;

pub fn refresh_token_reused() -> Letter {
    Letter::new("session.ended_for_reuse", "We have signed you out on one device")
        .says("A token that keeps you signed in was used a second time, which should not happen. Somebody may have copied it, so we have ended that session. Your other sessions go on.")
        .says("Sign in again on that device. If you use a shared computer, change your password too.")
        .urgent()
}
