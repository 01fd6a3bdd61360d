//! `POST /v1/sessions/second-factor`: the second step after a right password.

use super::model::{Finished, LIFE, Origin, SecondStep, start_again};
use crate::{
    accounts::{
        factors::{
            mails,
            model::{Factor, Given, TRIES},
            passkeys::{ceremonies::Passkeys, store as passkeys},
            proving, store as factors,
            store::StoredStep,
            totp::store as totp,
        },
        model::Account,
        sessions::{model::Proved, policy::SignIn, starting},
        store as accounts,
        tokens::one_time,
    },
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    outbox,
};

/// Asks for the second factor of an account that has one.
pub fn needed(
    tx: &mut Tx<'_>,
    call: &Call,
    account: &Account,
    (from, all): (&Origin, &Passkeys),
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
    if !keys.is_empty() && all.are_possible() {
        factors.push(Factor::Passkey);
        passkey = Some(all.begin_proof((&call.app, call.at), account.id, &keys)?);
    }
    let token = one_time::one_time_token()?;
    let step = StoredStep {
        token_hash: one_time::token_hash(&token),
        user_id: account.id,
        password_hash: account.password_hash.clone().unwrap_or_default(),
        user_agent: from.agent.clone(),
        device_hash: from.device.clone(),
        wrong: 0,
        expires_at: call.at.plus(LIFE),
    };
    factors::insert_step(tx, &step, call.at)?;
    Ok(Some(SecondStep { token, factors, passkey }))
}

/// Starts the session for a second factor that is right.
pub fn finish(
    tx: &mut Tx<'_>,
    call: &Call,
    token: &str,
    (given, all): (&Given, &Passkeys),
) -> Result<Recorded<Finished>, Fault> {
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
    let Some(factor) = proving::prove(tx, call, account.id, (given, all))? else {
        let over = step.wrong + 1 >= TRIES;
        if over {
            factors::delete_step(tx, &step.token_hash)?;
            let to = accounts::addressee(tx.db(), account.id)?;
            outbox::send(tx, call, &to, &mails::second_factor_failed(&call.app.config.public_url))?;
        } else {
            factors::wrong_step(tx, &step)?;
        }
        let event = Event::of("session.second_factor_refused", "user", &account.id)
            .fact("wrong", step.wrong + 1)
            .fact("over", over);
        return audit::record(tx, call, &may, event, Finished::Wrong);
    };
    factors::delete_step(tx, &step.token_hash)?;
    let known_device = step.device_hash.is_some();
    let agent = step.user_agent.clone();
    let proved = Proved { agent, known_device, factor: Some(factor), vouched: None };
    let (event, pair) = starting::begin(tx, call, &account, &proved)?;
    audit::record(tx, call, &may, event, Finished::Session(pair))
}
