//! The rule for changing an address.

use crate::{accounts::model::Account, prelude::*};

/// A user changes their own address, with the second factor where there is one (SAFETY E13).
pub struct ChangeEmail;

impl Rule for ChangeEmail {
    const NAME: &'static str = "user.change_email";
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        if actor.user() != Some(account.id) {
            return Err(No::Hidden);
        }
        if actor.proof.strong && !actor.proof.fresh { Err(No::StepUp) } else { Ok(As::Themselves) }
    }
}
