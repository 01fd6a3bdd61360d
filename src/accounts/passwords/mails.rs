//! Letters about passwords.

use crate::{
    accounts::model::UserState,
    kernel::Period,
    outbox::{Letter, Place},
};

/// How long the link that `guildhall admin create` prints works.
pub const PASSWORD_LIFE: Period = Period::days(1);

/// How long a link works that somebody has asked for (SAFETY E14).
pub const RESET_LIFE: Period = Period::minutes(30);

/// The link that sets a password, and proves an address that is not proved yet.
pub fn set_a_password(token: &str, state: UserState) -> Letter {
    let why = match state {
        UserState::Unverified => {
            "Somebody, we hope you, wants to confirm this address for an account at Guildhall. Choose a password within 30 minutes: that confirms it."
        }
        UserState::Active | UserState::Suspended | UserState::Closed => {
            "Somebody, we hope you, has forgotten the password of your account at Guildhall. You can choose a new one within 30 minutes."
        }
    };
    Letter::new("user.password_link", "Choose a password")
        .says(why)
        .says("If it was not you, do nothing: without this letter nobody can change anything.")
        .fact("Token", &token)
        .link("Choose a password", Place::Password { token })
        .secret()
}

/// The letter to an address without an account, when a link is asked for.
pub fn nobody_here() -> Letter {
    Letter::new("user.nobody_here", "There is no account with this address")
        .says("Somebody, perhaps you, asked for a link to an account at Guildhall with this address. There is none, and nothing has been changed.")
        .says("You may have used another address, or not registered yet. If it was not you, do nothing.")
        .link("Read how to register", Place::Docs)
        .urgent()
}

pub fn password_changed() -> Letter {
    Letter::new("user.password_changed", "Your password was changed")
        .says("The password of your account at Guildhall was changed, and your other sessions were ended.")
        .says("If it was not you, choose a new one at once by the link for forgotten passwords, and tell the owners of your organisation.")
        .link("Read how to choose a new password", Place::Docs)
        .urgent()
}
