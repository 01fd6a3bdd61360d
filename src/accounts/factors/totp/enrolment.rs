//! `/v1/me/totp`: an authenticator app is set up, confirmed and removed.

use super::{
    model::{self, Totp},
    store,
};
use crate::{
    accounts::{
        factors::{
            changes::{changed, first_codes, mine, removed},
            mails,
            model::{CannotEnrol, Factor, WrongProof},
            proving,
            recovery_codes::model::Codes,
        },
        limits::sign_in_limiter::{Attempt, KnownBy},
        sessions::model::no_session,
        sign_in::model::SignInServices,
        store as accounts,
    },
    http::Answer,
    outbox,
    prelude::*,
};

/// Makes the secret of an authenticator app. It counts once a code of it has come back.
pub fn add_totp(tx: &mut Tx<'_>, call: &Call) -> Result<Recorded<Totp>, Fault> {
    let (may, account) = mine(tx, call)?;
    if store::totp(tx.db(), account.id)?.is_some_and(|totp| totp.confirmed_at.is_some()) {
        return Err(CannotEnrol::AppIsThere.into());
    }
    let totp = Totp::generate(&account.email)?;
    keep(tx, call, account.id, &totp)?;
    audit::record(tx, call, &may, Event::of("user.totp_begun", "user", &account.id), totp)
}

fn keep(tx: &mut Tx<'_>, call: &Call, user: Id<User>, totp: &Totp) -> Result<(), Fault> {
    let sealed = call.app.keys.sealed.encrypt(&totp.secret(), &model::sealed_for(user));
    let sealed = sealed.map_err(|error| Fault::corrupt(&error))?;
    store::insert_totp(tx, user, &sealed, call.at)
}

/// Enrols the people of the demo with a TOTP secret that the operator of the demo knows.
pub fn enrol_totp(tx: &mut Tx<'_>, call: &Call, secret: &str) -> Result<Recorded<()>, Fault> {
    let (may, account) = mine(tx, call)?;
    keep(tx, call, account.id, &Totp::read(secret, &account.email)?)?;
    store::confirm_totp(tx, account.id, call.at)?;
    audit::record(tx, call, &may, Event::of("user.totp_added", "user", &account.id), ())
}

/// A new secret of an authenticator app, in base 32.
pub fn new_secret() -> Result<String, Fault> {
    Ok(Totp::generate("somebody")?.secret().to_string())
}

/// Confirms an authenticator app by one of its codes. A wrong code counts as a wrong sign-in.
pub async fn confirm(
    request: &Request,
    services: &SignInServices,
    code: String,
    show: impl Fn(&Codes) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    let me = |_: &mut Db, actor: &Actor| Ok(actor.user().ok_or_else(no_session)?);
    let known = KnownBy::Password(request.read(me).await?);
    let from = request.caller().asked.from;
    let judged = async {
        match request.act(move |tx, call| confirm_totp(tx, call, &code), show).await {
            Ok(answer) => Ok(Some(answer)),
            Err(Fault::Refused(problem)) if problem.kind == kinds::WRONG_PROOF => Ok(None),
            Err(fault) => Err(fault),
        }
    };
    let attempt = Attempt { email: String::new(), from, known };
    Ok(services.limiter.check(&attempt, judged).await?.ok_or(WrongProof)?)
}

/// Sign-in asks for the codes of the app from now on.
pub fn confirm_totp(tx: &mut Tx<'_>, call: &Call, code: &str) -> Result<Recorded<Codes>, Fault> {
    let (may, account) = mine(tx, call)?;
    let stored = store::totp(tx.db(), account.id)?.ok_or(CannotEnrol::NoApp)?;
    if stored.confirmed_at.is_some() {
        return Err(CannotEnrol::AppIsThere.into());
    }
    let step = proving::open(call, account.id, &stored)?.step_of(code, call.at);
    let step = step.ok_or(WrongProof)?;
    if !store::use_step(tx, account.id, step)? {
        return Err(WrongProof.into());
    }
    let codes = first_codes(tx, account.id)?;
    store::confirm_totp(tx, account.id, call.at)?;
    changed(tx, call, &account, true)?;
    let to = accounts::addressee(tx.db(), account.id)?;
    let letter = mails::factor_added(Factor::Totp);
    outbox::send(tx, call, &to, &letter)?;
    audit::record(tx, call, &may, Event::of("user.totp_added", "user", &account.id), codes)
}

/// Takes the authenticator app away.
pub fn remove_totp(tx: &mut Tx<'_>, call: &Call) -> Result<Recorded<()>, Fault> {
    let (may, account) = mine(tx, call)?;
    let stored = store::totp(tx.db(), account.id)?.ok_or(CannotEnrol::Nothing)?;
    store::delete_totp(tx, account.id)?;
    if stored.confirmed_at.is_some() {
        removed(tx, call, &account, Factor::Totp)?;
    }
    audit::record(tx, call, &may, Event::of("user.totp_removed", "user", &account.id), ())
}
