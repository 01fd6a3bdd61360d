//! The rule for warning of deactivation.

use crate::{accounts::model::Account, prelude::*};

/// Guildhall itself warns the owners of accounts that nobody uses.
pub struct WarnIdle;

impl Rule for WarnIdle {
    const NAME: &'static str = "user.warn_idle";
    type On = Account;

    fn check(actor: &Actor, _: &Account) -> Verdict {
        actor.needs_system()
    }
}
