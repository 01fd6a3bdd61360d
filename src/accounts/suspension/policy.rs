//! The rule for suspending a user.

use crate::{accounts::model::Account, prelude::*};

/// An administrator suspends others; nobody else learns whether there is such a user.
pub struct SuspendUser;

impl Rule for SuspendUser {
    const NAME: &'static str = "user.suspend";
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        let yes = actor.needs_duty_quietly(Duty::People)?;
        if actor.user() == Some(account.id) {
            return Err(No::SamePerson("another administrator suspends you"));
        }
        Ok(yes)
    }
}
