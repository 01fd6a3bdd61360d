//! Rules of exports, closures and legal holds.

use crate::{accounts::Account, prelude::*};

fn themselves(actor: &Actor, account: &Account) -> Verdict {
    if actor.user() == Some(account.id) { Ok(As::Themselves) } else { Err(No::Hidden) }
}

/// A person exports their own data.
pub struct ExportOwn;

impl Rule for ExportOwn {
    const NAME: &'static str = "user.export_own";
    const FRESH: bool = true;
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        themselves(actor, account)
    }
}

/// A person closes their own account.
pub struct CloseOwn;

impl Rule for CloseOwn {
    const NAME: &'static str = "user.close_own";
    const FRESH: bool = true;
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        themselves(actor, account)
    }
}

/// An administrator holds what is kept of others; nobody else learns whether there is such a user.
pub struct HoldUser;

impl Rule for HoldUser {
    const NAME: &'static str = "user.hold";
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        let yes = actor.needs_duty_quietly(Duty::Records)?;
        if actor.user() == Some(account.id) {
            return Err(No::SamePerson("another administrator places and lifts holds on you"));
        }
        Ok(yes)
    }
}

/// Administrators and auditors see the holds on a person.
pub struct ReadHolds;

impl Rule for ReadHolds {
    const NAME: &'static str = "user.read_holds";
    type On = Account;

    fn check(actor: &Actor, _: &Account) -> Verdict {
        if actor.auditor {
            return Ok(As::Platform);
        }
        actor.needs_duty_quietly(Duty::Records)
    }
}
