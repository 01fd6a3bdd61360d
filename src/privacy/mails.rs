//! Letters about the end of an account. Their words are forgotten once they are sent.

use crate::outbox::{Letter, Place};

/// The last letter to the address that the account had.
pub fn closed(kept: &[&str]) -> Letter {
    let letter = Letter::new("user.closed", "Your account is closed")
        .says("You have closed your account at Guildhall. Your name, address, password and devices are erased, and your memberships have ended. What you wrote for an organisation stays with it; others see \"a former member\".")
        .says("You can register again with this address at any time, as somebody new. If it was not you who closed the account, write to the administrators of the platform: what is erased cannot be brought back.");
    if kept.is_empty() {
        return letter.last();
    }
    letter
        .says(format!(
            "The law requires these records, which are kept under an id without your name: {}.",
            kept.join("; ")
        ))
        .last()
}

/// Owners are told who has gone.
pub fn member_closed(who: &str, organisation: &str) -> Letter {
    Letter::new("member.closed", format!("A member of {organisation} has closed their account"))
        .says(format!("{who} has closed their account at Guildhall and is no longer a member of {organisation}. What they wrote stays with the organisation; check whether somebody else has to take over their roles."))
        .link("Open Guildhall", Place::Docs)
        .secret()
}
