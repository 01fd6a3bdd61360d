//! Checks of a password before it counts: its strength, and the current one again.

use super::{hashing::Hasher, model::Password};
use crate::{
    accounts::{
        limits::sign_in_limiter::{Attempt, KnownBy, SignInLimiter},
        model::{Account, CannotSignIn},
        policy::ManageOwnAccount,
        sessions::model::no_session,
        store as accounts,
    },
    prelude::*,
};

/// Refuses a password that is easy to guess, at its place in the body, with the reason.
pub async fn strong(
    hasher: &Hasher,
    password: &Password,
    about: Vec<String>,
    pointer: &str,
) -> Result<(), Fault> {
    let mut faults = Faults::new();
    if let Some(why) = hasher.weakness(password.clone(), about).await? {
        faults.add(pointer, "weak-password", why);
    }
    Ok(faults.none()?)
}

/// Asks a person who has signed in for their password again.
pub struct PasswordCheck<'a> {
    pub request: &'a Request,
    pub hasher: &'a Hasher,
    pub limiter: &'a SignInLimiter,
}

/// An account whose password was given again.
#[derive(Debug, Clone)]
pub struct ConfirmedPassword {
    pub account: Account,
    /// The hash that the password was compared with.
    pub hash: String,
}

impl PasswordCheck<'_> {
    /// Compares a password with that of the account that is signed in. Refuses (403) another one.
    pub async fn confirm(&self, typed: String) -> Result<ConfirmedPassword, Fault> {
        let me = |db: &mut Db, actor: &Actor| {
            let user = actor.user().ok_or_else(no_session)?;
            Ok(accounts::load(db, user)?.open::<ManageOwnAccount>(actor)?.1)
        };
        let account = self.request.read(me).await?;
        let known = KnownBy::Session(account.id);
        let attempt =
            Attempt { email: account.email.clone(), from: self.request.caller().asked.from, known };
        let proved = self.hasher.proves(Password::typed(typed), account.password_hash.clone());
        let hash = self.limiter.check(&attempt, proved).await?.ok_or(CannotSignIn::WrongNow)?;
        Ok(ConfirmedPassword { account, hash })
    }
}
