//! Letters about idle accounts.

use crate::{
    accounts::model::Account,
    kernel::Instant,
    outbox::{Letter, Place},
};

pub fn idle(until: Instant) -> Letter {
    Letter::new("user.idle", "Sign in to keep your account")
        .says("You have not signed in to Guildhall for a long time. An account that nobody uses is deactivated, so that nobody else can use it either.")
        .fact("Sign in before", &until.in_london())
        .link("Read how to sign in", Place::Docs)
}

pub fn deactivated() -> Letter {
    Letter::new("user.deactivated", "Your account is deactivated")
        .says("You have not signed in to Guildhall for so long that your account was deactivated. Nothing of it is lost: ask for a link that sets a new password, and it is yours again.")
        .link("Read how to get a link", Place::Docs)
}

/// Administrators are told whose account it is; erased with the account.
pub fn somebody_deactivated(account: &Account) -> Letter {
    Letter::new("user.somebody_deactivated", "An idle account was deactivated")
        .says("An account at Guildhall was not used for so long that it was deactivated. Its owner gets it back by a link that sets a new password. If they have left, their organisations may have to end memberships.")
        .fact("Name", &account.full_name)
        .fact("E-mail", &account.email)
        .link("Open Guildhall", Place::Docs)
        .about(&account.id)
}
