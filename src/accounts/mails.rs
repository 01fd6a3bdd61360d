//! Letters about accounts.

use super::{UserState, factors::Factor, model::Account};
use crate::{
    access::Duties,
    kernel::{Instant, Period},
    outbox::Letter,
};

/// How long the link in [`verification`] works.
pub const VERIFICATION_LIFE: Period = Period::days(2);
/// How long the link that `guildhall admin create` prints works.
pub const PASSWORD_LIFE: Period = Period::days(1);
/// How long a link works that somebody has asked for (SAFETY E14).
pub const RESET_LIFE: Period = Period::minutes(30);
/// How long the link works that confirms a new address.
pub const EMAIL_LIFE: Period = Period::days(1);
/// How long an address can be taken back after it was changed.
pub const UNDO_LIFE: Period = Period::days(3);

pub fn verification(public_url: &str, token: &str) -> Letter {
    Letter::new("user.verification", "Confirm your e-mail address")
        .says("Somebody, we hope you, made an account at Guildhall with this address. Confirm it within two days to be able to sign in.")
        .says("If it was not you, do nothing: without confirmation nobody can use the account.")
        .fact("Token", &token)
        .link("Confirm your address", format!("{public_url}/docs/verification#token={token}"))
        .secret()
}

/// The owner of an address is told when somebody registers it again; nobody else learns of it.
pub fn already_registered(public_url: &str) -> Letter {
    Letter::new("user.already_registered", "You have an account already")
        .says("Somebody tried to make a new account with this address. You have one already, and nothing has been changed.")
        .says("If it was you, sign in as usual.")
        .link("Read how to sign in", format!("{public_url}/docs"))
        .urgent()
}

/// An account can be opened in a way that its owner did not choose: so they are told.
pub fn opened_by_provider(public_url: &str, organisation: &str) -> Letter {
    let subject = format!("You can sign in with the account that {organisation} gave you");
    Letter::new("user.opened_by_provider", subject)
        .says(format!("Somebody, we hope you, has just signed in to your account at Guildhall by the identity provider of {organisation}. From now on you can sign in so."))
        .says(format!("If it was not you, tell {organisation} and the administrators of the platform at once."))
        .link("Open Guildhall", format!("{public_url}/docs"))
        .urgent()
}

/// The link that sets a password, and proves an address that is not proved yet.
pub fn set_a_password(public_url: &str, token: &str, state: UserState) -> Letter {
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
        .link("Choose a password", format!("{public_url}/docs/password#token={token}"))
        .secret()
}

/// What an address is told when somebody asks for a link and there is no account.
pub fn nobody_here(public_url: &str) -> Letter {
    Letter::new("user.nobody_here", "There is no account with this address")
        .says("Somebody, perhaps you, asked for a link to an account at Guildhall with this address. There is none, and nothing has been changed.")
        .says("You may have used another address, or not registered yet. If it was not you, do nothing.")
        .link("Read how to register", format!("{public_url}/docs"))
        .urgent()
}

pub fn password_changed(public_url: &str) -> Letter {
    Letter::new("user.password_changed", "Your password was changed")
        .says("The password of your account at Guildhall was changed, and your other sessions were ended.")
        .says("If it was not you, choose a new one at once by the link for forgotten passwords, and tell the owners of your organisation.")
        .link("Read how to choose a new password", format!("{public_url}/docs"))
        .urgent()
}

pub fn confirm_email(public_url: &str, token: &str) -> Letter {
    Letter::new("user.confirm_email", "Confirm your new e-mail address")
        .says("Somebody, we hope you, wants to use this address for an account at Guildhall from now on. Confirm it within a day.")
        .says("If it was not you, do nothing: without confirmation nothing changes.")
        .fact("Token", &token)
        .link("Confirm this address", format!("{public_url}/docs/email#token={token}"))
        .secret()
}

/// The old address is told, and can say no.
pub fn email_will_change(public_url: &str, new_email: &str, token: &str) -> Letter {
    Letter::new("user.email_will_change", "The address of your account is about to change")
        .says("Somebody, we hope you, asked to change the e-mail address of your account at Guildhall. It changes when the new address is confirmed.")
        .says("If it was not you, follow the link below: your address stays as it is, all sessions are ended, and you choose a new password. The link works until three days after the change.")
        .fact("New address", &new_email)
        .fact("Token", &token)
        .link("It was not me", format!("{public_url}/docs/email-undo#token={token}"))
        .secret()
}

pub fn email_changed(new_email: &str) -> Letter {
    Letter::new("user.email_changed", "The address of your account was changed")
        .says("The e-mail address of your account at Guildhall was changed. Sign in with the new one.")
        .says("If it was not you, follow the link in the letter that we sent to the old address before: it takes the change back for three days.")
        .fact("New address", &new_email)
        .urgent()
}

/// After a change was taken back: a new password is needed.
pub fn email_kept(public_url: &str, token: &str) -> Letter {
    Letter::new("user.email_kept", "Your address stays as it was")
        .says("We have taken the change of your e-mail address back and ended all sessions of your account. Whoever asked for it knew your password, so it does not work any more: choose a new one within a day.")
        .fact("Token", &token)
        .link("Choose a password", format!("{public_url}/docs/password#token={token}"))
        .secret()
}

pub fn suspended(reason: &str) -> Letter {
    Letter::new("user.suspended", "Your account is suspended")
        .says("An administrator has suspended your account at Guildhall. You cannot sign in until it is reinstated; what you wrote stays with your organisation.")
        .fact("Reason", &reason)
        .urgent()
}

pub fn reinstated(public_url: &str) -> Letter {
    Letter::new("user.reinstated", "Your account is reinstated")
        .says("An administrator has reinstated your account at Guildhall. You can sign in again.")
        .link("Read how to sign in", format!("{public_url}/docs"))
        .urgent()
}

pub fn idle(public_url: &str, until: Instant) -> Letter {
    Letter::new("user.idle", "Sign in to keep your account")
        .says("You have not signed in to Guildhall for a long time. An account that nobody uses is deactivated, so that nobody else can use it either.")
        .fact("Sign in before", &until.in_london())
        .link("Read how to sign in", format!("{public_url}/docs"))
}

pub fn deactivated(public_url: &str) -> Letter {
    Letter::new("user.deactivated", "Your account is deactivated")
        .says("You have not signed in to Guildhall for so long that your account was deactivated. Nothing of it is lost: ask for a link that sets a new password, and it is yours again.")
        .link("Read how to get a link", format!("{public_url}/docs"))
}

/// Administrators are told whose account it is; erased with the account.
pub fn somebody_deactivated(public_url: &str, account: &Account) -> Letter {
    Letter::new("user.somebody_deactivated", "An idle account was deactivated")
        .says("An account at Guildhall was not used for so long that it was deactivated. Its owner gets it back by a link that sets a new password. If they have left, their organisations may have to end memberships.")
        .fact("Name", &account.full_name)
        .fact("E-mail", &account.email)
        .link("Open Guildhall", format!("{public_url}/docs"))
        .about(&account.id)
}

pub fn refresh_token_reused() -> Letter {
    Letter::new("session.ended_for_reuse", "We have signed you out on one device")
        .says("A token that keeps you signed in was used a second time, which should not happen. Somebody may have copied it, so we have ended that session. Your other sessions go on.")
        .says("Sign in again on that device. If you use a shared computer, change your password too.")
        .urgent()
}

const fn named(factor: Factor) -> &'static str {
    match factor {
        Factor::Totp => "an authenticator app",
        Factor::RecoveryCode => "recovery codes",
        Factor::Passkey => "a passkey",
    }
}

const NOT_YOU: &str = "If it was not you, choose a new password at once by the link for forgotten passwords, and tell the owners of your organisation.";

pub fn factor_added(public_url: &str, factor: Factor) -> Letter {
    Letter::new("user.factor_added", "Your account has a new second factor")
        .says("A second factor was added to your account at Guildhall, and your other sessions were ended. It is asked for when you sign in.")
        .says(NOT_YOU)
        .fact("Added", &named(factor))
        .link("Read how to sign in", format!("{public_url}/docs"))
        .urgent()
}

pub fn factor_removed(public_url: &str, factor: Factor) -> Letter {
    Letter::new("user.factor_removed", "A second factor of your account was removed")
        .says("A second factor was removed from your account at Guildhall, and your other sessions were ended.")
        .says(NOT_YOU)
        .fact("Removed", &named(factor))
        .link("Read how to sign in", format!("{public_url}/docs"))
        .urgent()
}

pub fn codes_renewed(public_url: &str) -> Letter {
    Letter::new("user.codes_renewed", "You have new recovery codes")
        .says("Ten new recovery codes were made for your account at Guildhall. The old ones are of no use any more.")
        .says(NOT_YOU)
        .link("Read how to sign in", format!("{public_url}/docs"))
        .urgent()
}

pub fn recovery_code_used(left: i64) -> Letter {
    Letter::new("user.recovery_code_used", "A recovery code of your account was used")
        .says("One of the recovery codes of your account at Guildhall was used in the place of your second factor. Each works once; make ten new ones before they run out.")
        .says(NOT_YOU)
        .fact("Codes that are left", &left)
        .urgent()
}

/// Somebody knows the password and not the second factor.
pub fn second_factor_failed(public_url: &str) -> Letter {
    Letter::new("user.second_factor_failed", "Somebody has tried to get past your second factor")
        .says("Somebody has proved themselves with your password, or in a session of yours, and then gave five wrong codes. They were sent away and did not get in.")
        .says("If it was not you, somebody knows your password: choose a new one at once by the link for forgotten passwords.")
        .link("Read how to choose a new password", format!("{public_url}/docs"))
        .urgent()
}

pub fn factors_reset(public_url: &str, reason: &str) -> Letter {
    Letter::new("user.factors_reset", "Your second factors were taken away")
        .says("An administrator has taken all second factors of your account at Guildhall away, and ended your sessions. Sign in with your password, and set a new second factor up.")
        .says("If you did not ask for that, choose a new password at once and write to the administrators.")
        .fact("Reason", &reason)
        .link("Read how to sign in", format!("{public_url}/docs"))
        .urgent()
}

pub fn duties_changed(public_url: &str, before: &Duties, now: &Duties) -> Letter {
    Letter::new("user.duties_changed", "Your duties as an administrator were changed")
        .says("What you do as an administrator of Guildhall was changed. It counts from now on; you need not sign in again.")
        .says("If you did not expect that, ask the administrators who give duties, or the operator.")
        .fact("Before", &named_duties(before))
        .fact("Now", &named_duties(now))
        .link("Read what an administrator does", format!("{public_url}/docs"))
        .urgent()
}

fn named_duties(duties: &Duties) -> String {
    let names: Vec<&str> = duties.list().iter().map(|duty| duty.as_str()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
