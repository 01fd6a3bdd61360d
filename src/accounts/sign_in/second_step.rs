//! `POST /v1/sessions/second-factor`: the second step after a right password.

use std::sync::Arc;

use super::model::{
    LIFE, Origin, SecondFactorOutcome, SecondFactorSignIn, SecondStep, SignInServices, start_again,
};
use crate::{
    accounts::{
        factors::{
            mails,
            model::{Factor, FactorProof, TRIES, WrongProof},
            passkeys::{ceremonies::Passkeys, store as passkeys},
            proving, store as factors,
            store::StoredStep,
            totp::store as totp,
        },
        limits::sign_in_limiter::{Attempt, KnownBy},
        model::Account,
        sessions::{
            model::{Proved, TokenPair},
            policy::SignIn,
            starting,
        },
        store as accounts,
        tokens::one_time,
    },
    http::Answer,
    outbox,
    prelude::*,
};

/// The second step of a sign-in, for an account that has a second factor.
pub fn needed(
    tx: &mut Tx<'_>,
    call: &Call,
    account: &Account,
    origin: &Origin,
    passkeys: &Passkeys,
) -> Result<Option<SecondStep>, Fault> {
    let app = totp::totp(tx.db(), account.id)?.is_some_and(|totp| totp.confirmed_at.is_some());
    let keys: Vec<_> =
        passkeys::passkeys_of(tx.db(), account.id)?.into_iter().map(|stored| stored.key).collect();
    if !app && keys.is_empty() {
        return Ok(None);
    }
    let mut factors = vec![Factor::RecoveryCode];
    if app {
        factors.insert(0, Factor::Totp);
    }
    let mut passkey = None;
    if !keys.is_empty() && passkeys.are_possible() {
        factors.push(Factor::Passkey);
        passkey = Some(passkeys.begin_proof(&call.app, call.at, account.id, &keys)?);
    }
    let token = one_time::one_time_token()?;
    let step = StoredStep {
        token_hash: one_time::token_hash(&token),
        user_id: account.id,
        password_hash: account.password_hash.clone().unwrap_or_default(),
        user_agent: origin.agent.clone(),
        device_hash: origin.device.clone(),
        wrong: 0,
        expires_at: call.at.plus(LIFE),
    };
    factors::insert_step(tx, &step, call.at)?;
    Ok(Some(SecondStep { token, factors, passkey }))
}

/// Completes a sign-in with a second factor.
pub async fn finish_sign_in(
    request: &Request,
    services: &SignInServices,
    asked: SecondFactorSignIn,
    show: impl Fn(&TokenPair) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    let request = request.anonymously();
    let (hash, at) = (one_time::token_hash(asked.token.as_str()), request.at());
    let find = move |db: &mut Db, _: &Actor| {
        let Some(step) = factors::step(db, &hash, at)? else { return Ok(None) };
        Ok(Some((accounts::addressee(db, step.user_id)?.email, step)))
    };
    let (email, step) = request.read(find).await?.ok_or_else(start_again)?;
    let known = step.device_hash.map_or(KnownBy::Password(step.user_id), KnownBy::Device);
    let attempt = Attempt { email, from: request.caller().asked.from, known };
    let passkeys = Arc::clone(&services.passkeys);
    let finish = move |tx: &mut Tx<'_>, call: &Call| {
        finish(tx, call, asked.token.as_str(), &asked.proof, &passkeys)
    };
    let show = move |outcome: &SecondFactorOutcome| match outcome {
        SecondFactorOutcome::Session(pair) => show(pair),
        SecondFactorOutcome::Wrong => Answer::refusal(&WrongProof.into()),
    };
    let checked = async {
        let answer = request.act(finish, show).await?;
        Ok((answer.status() < 400).then_some(answer))
    };
    let answer = services.limiter.check(&attempt, checked).await?;
    Ok(answer.unwrap_or_else(|| Answer::refusal(&WrongProof.into())))
}

/// Starts the session for a second factor that is right.
fn finish(
    tx: &mut Tx<'_>,
    call: &Call,
    token: &str,
    proof: &FactorProof,
    passkeys: &Passkeys,
) -> Result<Recorded<SecondFactorOutcome>, Fault> {
    let step = factors::step(tx.db(), &one_time::token_hash(token), call.at)?;
    let step = step.ok_or_else(start_again)?;
    let account = accounts::load(tx.db(), step.user_id)?;
    let (may, account) = account.open::<SignIn>(&call.actor)?;
    // An account that an identity provider has made has no password, and an empty hash here.
    let hash = account.password_hash.as_deref().unwrap_or_default();
    if !one_time::same_hash(hash, &step.password_hash) {
        return Err(start_again().into());
    }
    starting::may_sign_in(&account)?;
    let Some(factor) = proving::prove(tx, call, account.id, proof, passkeys)? else {
        let over = step.wrong + 1 >= TRIES;
        if over {
            factors::delete_step(tx, &step.token_hash)?;
            let to = accounts::addressee(tx.db(), account.id)?;
            outbox::send(tx, call, &to, &mails::second_factor_failed())?;
        } else {
            factors::wrong_step(tx, &step)?;
        }
        let event = Event::of("session.second_factor_refused", "user", &account.id)
            .fact("wrong", step.wrong + 1)
            .fact("over", over);
        return audit::record(tx, call, &may, event, SecondFactorOutcome::Wrong);
    };
    factors::delete_step(tx, &step.token_hash)?;
    let known_device = step.device_hash.is_some();
    let agent = step.user_agent.clone();
    let proved = Proved { agent, known_device, factor: Some(factor), vouched: None };
    let (event, pair) = starting::begin(tx, call, &account, &proved)?;
    audit::record(tx, call, &may, event, SecondFactorOutcome::Session(pair))
}
