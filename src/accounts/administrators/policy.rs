//! Rules for administrators, their duties, and acts of the operator.

use crate::{accounts::model::Account, prelude::*};

/// Administrators and auditors are made at the command line of the machine.
pub struct MakePlatformUser;

impl Rule for MakePlatformUser {
    const NAME: &'static str = "user.make_platform_user";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_system()
    }
}

/// Administrators who give and take duties see the list of administrators.
pub struct ListAdministrators;

impl Rule for ListAdministrators {
    const NAME: &'static str = "administrator.list";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_duty(Duty::Administrators)
    }
}

/// Administrators change the duties of others, never their own; to others administrators are hidden.
pub struct ChangeDuties;

impl Rule for ChangeDuties {
    const NAME: &'static str = "administrator.change_duties";
    const FRESH: bool = true;
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        let yes = actor.needs_duty_quietly(Duty::Administrators)?;
        if actor.user() == Some(account.id) {
            return Err(No::SamePerson("another administrator changes your duties"));
        }
        Ok(yes)
    }
}

/// The operator may do so without any administrator.
pub struct SetDuties;

impl Rule for SetDuties {
    const NAME: &'static str = "administrator.set_duties";
    type On = Account;

    fn check(actor: &Actor, _: &Account) -> Verdict {
        actor.needs_system()
    }
}

/// Keys are made at the command line of the machine.
pub struct RotateKeys;

impl Rule for RotateKeys {
    const NAME: &'static str = "keys.rotate";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_system()
    }
}
