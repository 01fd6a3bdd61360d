//! `POST /v1/sessions`: sign-in by password.

use super::{
    checks::may_prove_alone,
    model::{CheckedPassword, Origin, PasswordSignIn, SignInServices, SignedIn},
    second_step,
};
use crate::{
    accounts::{
        devices::store as devices,
        factors::passkeys::ceremonies::Passkeys,
        limits::sign_in_limiter::{Attempt, KnownBy},
        model::{Account, CannotSignIn},
        passwords::model::Password,
        sessions::{
            model::Proved,
            policy::SignIn,
            starting::{begin, may_sign_in},
        },
        store as accounts,
        tokens::one_time,
    },
    http::Answer,
    prelude::*,
};

/// Signs in by password. An unknown address and a wrong password are refused with the same words
/// after the same time.
pub async fn sign_in(
    request: &Request,
    services: &SignInServices,
    asked: PasswordSignIn,
    show: impl Fn(&SignedIn) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    let request = request.anonymously();
    let SignInServices { hasher, limiter, passkeys } = services.clone();
    let device = asked.device_token.map(|token| one_time::token_hash(token.as_str()));
    let (email, at) = (asked.email.clone(), request.at());
    let find = move |db: &mut Db, _: &Actor| {
        let known = accounts::find(db, email.as_str())?;
        let Some(hash) = device else { return Ok((known, None)) };
        // Looked up whether or not there is such an account, so that it takes as long.
        let owner = devices::owner_of(db, &hash, at)?;
        let its = owner.is_some() && owner == known.as_ref().map(|account| account.id);
        Ok((known, its.then_some(hash)))
    };
    let (known, device) = request.read(find).await?;
    let attempt = Attempt {
        email: asked.email.as_str().to_owned(),
        from: request.caller().asked.from,
        known: device.clone().map_or(KnownBy::Nothing, KnownBy::Device),
    };
    let (user, hash) = known.map(|account| (account.id, account.password_hash)).unzip();
    let typed = Password::typed(asked.password);
    let proved = limiter.check(&attempt, hasher.proves(typed.clone(), hash.flatten())).await?;
    let hash = proved.ok_or(CannotSignIn::Wrong)?;
    let user = user.ok_or(CannotSignIn::Wrong)?;
    let outdated = hasher.is_outdated(&hash);
    let rehashed = if outdated { Some(hasher.hash(typed).await?) } else { None };
    let origin = Origin { agent: request.caller().asked.agent.clone(), device };
    let checked = CheckedPassword { user, hash, rehashed, origin };
    let start = move |tx: &mut Tx<'_>, call: &Call| start(tx, call, &checked, &passkeys);
    request.act(start, show).await
}

/// Starts a session, or the second step to it. The hash is compared again: a password changed
/// meanwhile does not sign in.
fn start(
    tx: &mut Tx<'_>,
    call: &Call,
    checked: &CheckedPassword,
    passkeys: &Passkeys,
) -> Result<Recorded<SignedIn>, Fault> {
    let account: Guarded<Account> = accounts::load(tx.db(), checked.user)?;
    let (may, mut account) = account.open::<SignIn>(&call.actor)?;
    if account.password_hash.as_deref() != Some(checked.hash.as_str()) {
        return Err(CannotSignIn::Wrong.into());
    }
    may_sign_in(&account)?;
    may_prove_alone(tx, call, &account)?;
    if let Some(rehashed) = &checked.rehashed {
        let password_hash = Some(rehashed.clone());
        account = accounts::update(tx, Account { password_hash, ..account })?;
    }
    let origin = &checked.origin;
    if let Some(step) = second_step::needed(tx, call, &account, origin, passkeys)? {
        let event = Event::of("session.password_proved", "user", &account.id);
        return audit::record(tx, call, &may, event, SignedIn::SecondStep(step));
    }
    let known_device = origin.device.is_some();
    let proved = Proved { agent: origin.agent.clone(), known_device, factor: None, vouched: None };
    let (event, pair) = begin(tx, call, &account, &proved)?;
    audit::record(tx, call, &may, event, SignedIn::Session(pair))
}
