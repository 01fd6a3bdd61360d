//! Checks of a password before it counts: its strength, and the current one again.

use super::{hashing::Hasher, model::Password};
use crate::{
    access::Actor,
    accounts::{
        limits::sign_in_limiter::{Doors, Known, Trier},
        model::{Account, CannotSignIn},
        policy::ManageOwnAccount,
        sessions::model::no_session,
        store as accounts,
    },
    app::App,
    db::{Db, Fault},
    http::Caller,
    kernel::Faults,
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

/// The account of whoever is signed in, once they have proved again that they know its password,
/// and the hash that this was compared with. Refuses (403) another password.
pub async fn proves_again(
    (app, hasher, doors): (&App, &Hasher, &Doors),
    caller: &Caller,
    typed: String,
) -> Result<(Account, String), Fault> {
    let me = |db: &mut Db, actor: &Actor| {
        let user = actor.user().ok_or_else(no_session)?;
        Ok(accounts::load(db, user)?.open::<ManageOwnAccount>(actor)?.1)
    };
    let account = app.read(caller.clone(), me).await?;
    let known = Known::Session(account.id);
    let trier = Trier { email: account.email.clone(), from: caller.asked.from, known };
    let proved = hasher.proves(Password::typed(typed), account.password_hash.clone());
    let compared = doors.judge(&trier, proved).await?.ok_or(CannotSignIn::WrongNow)?;
    Ok((account, compared))
}
