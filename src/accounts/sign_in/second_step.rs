//! `POST /v1/sessions/second-factor` and `/v1/sessions/passkey`: what comes after a right password,
//! or instead of one.

use serde_json::Value;

use super::{
    Factor, Given, Passkeys, WrongProof,
    passkeys::{self, Challenge, Purpose},
    proving,
    store::{self, StoredStep},
};
use crate::{
    accounts::{
        mails,
        model::Account,
        policy::SignIn,
        sessions::{self, Proved},
        store as accounts,
        tokens::{self, Pair},
    },
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Period, Problem, kinds},
    outbox,
};

/// How long a right password waits for its second factor.
pub const LIFE: Period = Period::minutes(5);
/// So many wrong proofs, and the password is asked for again (SAFETY E12).
pub const TRIES: i64 = 5;

/// What a right password gives where a second factor is needed.
#[derive(Debug, Clone)]
pub struct SecondStep {
    /// Names this sign-in, once.
    pub token: String,
    pub factors: Vec<Factor>,
    pub passkey: Option<Challenge>,
}

/// What is known of the device and program that sign in.
#[derive(Debug, Clone)]
pub struct Origin {
    pub agent: Option<String>,
    /// The device that this account was signed in to before, if it was.
    pub device: Option<String>,
}

/// Asks for the second factor of an account that has one.
pub fn needed(
    tx: &mut Tx<'_>,
    call: &Call,
    account: &Account,
    (from, all): (&Origin, &Passkeys),
) -> Result<Option<SecondStep>, Fault> {
    let app = store::totp(tx.db(), account.id)?.is_some_and(|totp| totp.confirmed_at.is_some());
    let keys: Vec<_> =
        store::passkeys_of(tx.db(), account.id)?.into_iter().map(|stored| stored.key).collect();
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
    let token = tokens::one_time_token()?;
    let step = StoredStep {
        token_hash: tokens::token_hash(&token),
        user_id: account.id,
        password_hash: account.password_hash.clone().unwrap_or_default(),
        user_agent: from.agent.clone(),
        device_hash: from.device.clone(),
        wrong: 0,
        expires_at: call.at.plus(LIFE),
    };
    store::insert_step(tx, &step, call.at)?;
    Ok(Some(SecondStep { token, factors, passkey }))
}

/// How a second step ended. A wrong proof is counted, which is a change and must commit.
#[derive(Debug, Clone)]
pub enum Finished {
    Session(Pair),
    Wrong,
}

/// What is said of a second step that is over, or never was.
pub fn start_again() -> Problem {
    Problem::new(kinds::UNAUTHENTICATED, "this sign-in has run out; begin again")
}

/// Starts the session for a second factor that is right.
pub fn finish(
    tx: &mut Tx<'_>,
    call: &Call,
    token: &str,
    (given, all): (&Given, &Passkeys),
) -> Result<Recorded<Finished>, Fault> {
    let step = store::step(tx.db(), &tokens::token_hash(token), call.at)?;
    let step = step.ok_or_else(start_again)?;
    let account = accounts::load(tx.db(), step.user_id)?;
    let (may, account) = account.open::<SignIn>(&call.actor)?;
    // An account that an identity provider has made has no password, and an empty hash here.
    let hash = account.password_hash.as_deref().unwrap_or_default();
    if !tokens::same_hash(hash, &step.password_hash) {
        return Err(start_again().into());
    }
    sessions::may_sign_in(&account)?;
    let Some(factor) = proving::prove(tx, call, account.id, (given, all))? else {
        let over = step.wrong + 1 >= TRIES;
        if over {
            store::delete_step(tx, &step.token_hash)?;
            let to = accounts::addressee(tx.db(), account.id)?;
            outbox::send(tx, call, &to, &mails::second_factor_failed(&call.app.config.public_url))?;
        } else {
            store::wrong_step(tx, &step)?;
        }
        let event = Event::of("session.second_factor_refused", "user", &account.id)
            .fact("wrong", step.wrong + 1)
            .fact("over", over);
        return audit::record(tx, call, &may, event, Finished::Wrong);
    };
    store::delete_step(tx, &step.token_hash)?;
    let known_device = step.device_hash.is_some();
    let agent = step.user_agent.clone();
    let proved = Proved { agent, known_device, factor: Some(factor), vouched: None };
    let (event, pair) = sessions::begin(tx, call, &account, &proved)?;
    audit::record(tx, call, &may, event, Finished::Session(pair))
}

/// Starts a session for a passkey alone: a device that its owner has unlocked is two factors.
pub fn with_passkey(
    tx: &mut Tx<'_>,
    call: &Call,
    (challenge, credential): (&str, &Value),
    (from, all): (&Origin, &Passkeys),
) -> Result<Recorded<Pair>, Fault> {
    let wrong = || Problem::new(kinds::UNAUTHENTICATED, WrongProof.to_string());
    let ours = passkeys::answered((&call.app, call.at), Purpose::SignIn, None, challenge);
    let ours = ours.map_err(|_cause| wrong())?;
    let (user, called) = all.named(credential)?.ok_or_else(wrong)?;
    let key = store::passkey_called(tx.db(), &called)?;
    let key = key.filter(|key| key.user == user).ok_or_else(wrong)?;
    let result = all.finish_sign_in(&ours, credential, &key.key)?.ok_or_else(wrong)?;
    if !store::spend_challenge(tx, &ours.id, ours.until, call.at)? {
        return Err(wrong().into());
    }
    store::used_passkey(tx, &key, &result, call.at)?;
    let (may, account) = accounts::load(tx.db(), user)?.open::<SignIn>(&call.actor)?;
    sessions::may_sign_in(&account)?;
    sessions::may_prove_alone(tx, call, &account)?;
    let known_device = sessions::knows_device(tx, call, from.device.as_deref(), user)?;
    let agent = from.agent.clone();
    let proved = Proved { agent, known_device, factor: Some(Factor::Passkey), vouched: None };
    let (event, pair) = sessions::begin(tx, call, &account, &proved)?;
    audit::record(tx, call, &may, event, pair)
}
