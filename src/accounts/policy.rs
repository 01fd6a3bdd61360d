//! Who may do what with accounts.

use super::model::Account;
use crate::access::{Actor, As, Duty, No, Rule, Verdict};

/// Anybody may ask for an account.
pub struct Register;

impl Rule for Register {
    const NAME: &'static str = "user.register";
    type On = ();

    fn check(_: &Actor, (): &()) -> Verdict {
        Ok(As::Themselves)
    }
}

/// Whoever holds a one-time link acts for the account that it was sent to.
pub struct FollowLink;

impl Rule for FollowLink {
    const NAME: &'static str = "user.follow_link";
    type On = Account;

    fn check(_: &Actor, _: &Account) -> Verdict {
        Ok(As::Themselves)
    }
}

/// Whoever knows the password signs in; the operation has compared it.
pub struct SignIn;

impl Rule for SignIn {
    const NAME: &'static str = "session.start";
    type On = Account;

    fn check(_: &Actor, _: &Account) -> Verdict {
        Ok(As::Themselves)
    }
}

/// A session goes on for whoever holds its refresh token.
pub struct Refresh;

impl Rule for Refresh {
    const NAME: &'static str = "session.refresh";
    type On = super::store_sessions::StoredSession;

    fn check(_: &Actor, _: &super::store_sessions::StoredSession) -> Verdict {
        Ok(As::Themselves)
    }
}

/// One ends one's own session.
pub struct SignOut;

impl Rule for SignOut {
    const NAME: &'static str = "session.end";
    type On = super::store_sessions::StoredSession;

    fn check(actor: &Actor, session: &super::store_sessions::StoredSession) -> Verdict {
        if actor.session == Some(session.id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}

/// One ends any session of one's own.
pub struct EndSession;

impl Rule for EndSession {
    const NAME: &'static str = "session.end_own";
    type On = super::store_sessions::StoredSession;

    fn check(actor: &Actor, session: &super::store_sessions::StoredSession) -> Verdict {
        if actor.user() == Some(session.user_id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}

/// One changes password, address and sessions of one's own account.
pub struct ManageOwnAccount;

impl Rule for ManageOwnAccount {
    const NAME: &'static str = "user.manage_own";
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        if actor.user() == Some(account.id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}

/// One changes one's own second factors, soon after having proved that it is oneself.
pub struct ManageFactors;

impl Rule for ManageFactors {
    const NAME: &'static str = "user.manage_factors";
    const FRESH: bool = true;
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        if actor.user() == Some(account.id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}

/// One removes one's own passkey.
pub struct RemovePasskey;

impl Rule for RemovePasskey {
    const NAME: &'static str = "passkey.remove";
    const FRESH: bool = true;
    type On = super::factors::store::StoredPasskey;

    fn check(actor: &Actor, key: &super::factors::store::StoredPasskey) -> Verdict {
        if actor.user() == Some(key.user) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}

/// An administrator takes away the factors of somebody else who has lost them.
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

/// One changes one's own address; who has a second factor proves that too (SAFETY E13).
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

/// Anybody may ask for a link; it goes to the address alone.
pub struct AskForLink;

impl Rule for AskForLink {
    const NAME: &'static str = "user.ask_for_link";
    type On = ();

    fn check(_: &Actor, (): &()) -> Verdict {
        Ok(As::Themselves)
    }
}

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

/// Guildhall itself warns the owners of accounts that nobody uses.
pub struct WarnIdle;

impl Rule for WarnIdle {
    const NAME: &'static str = "user.warn_idle";
    type On = Account;

    fn check(actor: &Actor, _: &Account) -> Verdict {
        actor.needs_system()
    }
}

/// One sees one's own account.
pub struct ReadMe;

impl Rule for ReadMe {
    const NAME: &'static str = "user.read_me";
    type On = Account;

    fn check(actor: &Actor, account: &Account) -> Verdict {
        if actor.user() == Some(account.id) { Ok(As::Themselves) } else { Err(No::Hidden) }
    }
}

/// Administrators and auditors are made at the command line of the machine.
pub struct MakePlatformUser;

impl Rule for MakePlatformUser {
    const NAME: &'static str = "user.make_platform_user";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_system()
    }
}

/// Who is an administrator, and for what, is for those who give and take duties.
pub struct ListAdministrators;

impl Rule for ListAdministrators {
    const NAME: &'static str = "administrator.list";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_duty(Duty::Administrators)
    }
}

/// Nobody changes their own duties; nobody else learns who is an administrator.
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
