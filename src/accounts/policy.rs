//! Rules that hold for accounts in more than one noun.

use super::model::Account;
use crate::prelude::*;

/// The holder of a one-time link acts for the account that the link was sent to.
pub struct FollowLink;

impl Rule for FollowLink {
    const NAME: &'static str = "user.follow_link";
    type On = Account;

    fn check(_: &Actor, _: &Account) -> Verdict {
        Ok(As::Themselves)
    }
}

/// A user changes password, address and sessions of their own account.
pub struct ManageOwnAccount;

impl Rule for ManageOwnAccount {
    const NAME: &'static str = "user.manage_own";
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        if actor.user() == Some(account.id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}

/// A user sees their own account.
pub struct ReadMe;

impl Rule for ReadMe {
    const NAME: &'static str = "user.read_me";
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        if actor.user() == Some(account.id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}
