//! Rules for second factors.

use crate::{accounts::model::Account, prelude::*};

/// A user changes their own second factors, with fresh authentication.
pub struct ManageFactors;

impl Rule for ManageFactors {
    const NAME: &'static str = "user.manage_factors";
    const FRESH: bool = true;
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        if actor.user() == Some(account.id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}

/// An administrator removes the factors of another user who has lost them.
pub struct ResetFactors;

impl Rule for ResetFactors {
    const NAME: &'static str = "user.reset_factors";
    const FRESH: bool = true;
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        let yes = actor.needs_duty_quietly(Duty::People)?;
        if actor.user() == Some(account.id) {
            return Err(No::SamePerson("another administrator resets your second factors"));
        }
        Ok(yes)
    }
}
