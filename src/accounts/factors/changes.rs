//! `/v1/me/totp`, `/v1/me/passkeys`, `/v1/me/recovery-codes`, `POST /v1/users/{id}/second-factor-reset`:
//! second factors come and go.

use serde_json::Value;
use webauthn_rs::prelude::Passkey;

use super::{
    Factor, Passkeys, RecoveryCode, Totp, WrongProof,
    passkeys::{self, Challenge, Purpose, credential_id},
    proving,
    store::{self, StoredPasskey},
};
use crate::{
    access::{Actor, Permit, User},
    accounts::{
        mails,
        model::Account,
        policy::{ManageFactors, RemovePasskey, ResetFactors},
        sessions::no_session,
        store as accounts, store_devices, store_sessions,
    },
    app::App,
    audit::{self, Call, Event, Recorded},
    db::{Db, Fault, Tx},
    kernel::{Id, Instant, Kind, Line, Refuse, Text, kinds},
    outbox,
};

/// More passkeys than this nobody needs.
const MOST: usize = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotEnrol {
    #[error("there is an authenticator app already: remove it first")]
    AppIsThere,
    #[error("set up an authenticator app first")]
    NoApp,
    #[error("there is no such factor")]
    Nothing,
    #[error("your role asks for a second factor: add another before you remove the last one")]
    Last,
    #[error("there are ten passkeys already: remove one first")]
    Many,
    #[error("this passkey is known already")]
    Known,
}

impl Refuse for CannotEnrol {
    fn kind(&self) -> Kind {
        match self {
            Self::AppIsThere | Self::NoApp | Self::Nothing | Self::Last | Self::Many => {
                kinds::WRONG_STATE
            }
            Self::Known => kinds::TAKEN,
        }
    }
}

fn mine(tx: &mut Tx<'_>, call: &Call) -> Result<(Permit<ManageFactors>, Account), Fault> {
    let user = call.actor.user().ok_or_else(no_session)?;
    Ok(accounts::load(tx.db(), user)?.open::<ManageFactors>(&call.actor)?)
}

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
    let sealed = call.app.keys.sealed.hide(&totp.secret(), &proving::sealed_for(user));
    let sealed = sealed.map_err(|error| Fault::corrupt(&error))?;
    store::insert_totp(tx, user, &sealed, call.at)
}

/// Gives the people of the demo an authenticator app whose secret whoever runs the demo knows.
pub fn hand_out_app(tx: &mut Tx<'_>, call: &Call, secret: &str) -> Result<Recorded<()>, Fault> {
    let (may, account) = mine(tx, call)?;
    keep(tx, call, account.id, &Totp::read(secret, &account.email)?)?;
    store::confirm_totp(tx, account.id, call.at)?;
    audit::record(tx, call, &may, Event::of("user.totp_added", "user", &account.id), ())
}

/// A new secret of an authenticator app, in base 32.
pub fn new_secret() -> Result<String, Fault> {
    Ok(Totp::generate("somebody")?.secret().to_string())
}

/// The recovery codes that a first factor brings; none with another one.
pub type Codes = Option<Vec<RecoveryCode>>;

/// From now on the app's codes are asked for.
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
    let letter = mails::factor_added(&call.app.config.public_url, Factor::Totp);
    outbox::send(tx, call, &to, &letter)?;
    audit::record(tx, call, &may, Event::of("user.totp_added", "user", &account.id), codes)
}

fn first_codes(tx: &mut Tx<'_>, user: Id<User>) -> Result<Codes, Fault> {
    if store::has_factor(tx.db(), user)? { Ok(None) } else { fresh_codes(tx, user).map(Some) }
}

fn fresh_codes(tx: &mut Tx<'_>, user: Id<User>) -> Result<Vec<RecoveryCode>, Fault> {
    let codes: Result<Vec<_>, _> =
        (0..RecoveryCode::MANY).map(|_| RecoveryCode::generate()).collect();
    let codes = codes?;
    store::replace_codes(tx, user, &codes)?;
    Ok(codes)
}

/// After factors came or went: other sessions end, and this one has just been proved (SAFETY E4).
fn changed(tx: &mut Tx<'_>, call: &Call, account: &Account, strong: bool) -> Result<(), Fault> {
    store::delete_steps_of(tx, account.id)?;
    store_sessions::end_all(tx, account.id, call.actor.session, call.at)?;
    match call.actor.session {
        Some(session) => store::prove_session(tx, session, strong, call.at),
        None => Ok(()),
    }
}

/// Ten new recovery codes in the place of the old ones.
pub fn new_codes(tx: &mut Tx<'_>, call: &Call) -> Result<Recorded<Vec<RecoveryCode>>, Fault> {
    let (may, account) = mine(tx, call)?;
    if !store::has_factor(tx.db(), account.id)? {
        return Err(CannotEnrol::Nothing.into());
    }
    let codes = fresh_codes(tx, account.id)?;
    let to = accounts::addressee(tx.db(), account.id)?;
    outbox::send(tx, call, &to, &mails::codes_renewed(&call.app.config.public_url))?;
    audit::record(tx, call, &may, Event::of("user.codes_renewed", "user", &account.id), codes)
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

/// Takes a passkey away.
pub fn remove_passkey(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Passkey>,
) -> Result<Recorded<()>, Fault> {
    let (may, key) = store::load_passkey(tx.db(), id)?.open::<RemovePasskey>(&call.actor)?;
    let (_, account) = mine(tx, call)?;
    store::delete_passkey(tx, key.id)?;
    removed(tx, call, &account, Factor::Passkey)?;
    let event = Event::of("user.passkey_removed", "user", &account.id);
    audit::record(tx, call, &may, event.fact("passkey", id.to_string()), ())
}

/// Who needs a second factor keeps one; the codes on paper go with the last.
fn removed(tx: &mut Tx<'_>, call: &Call, account: &Account, gone: Factor) -> Result<(), Fault> {
    let left = store::has_factor(tx.db(), account.id)?;
    if !left && call.actor.needs_second_factor() {
        return Err(CannotEnrol::Last.into());
    }
    if !left {
        store::delete_all(tx, account.id)?;
    }
    changed(tx, call, account, left)?;
    let to = accounts::addressee(tx.db(), account.id)?;
    outbox::send(tx, call, &to, &mails::factor_removed(&call.app.config.public_url, gone))
}

/// What a browser is asked to make a passkey with.
pub fn passkey_challenge(
    db: &mut Db,
    actor: &Actor,
    (app, now): (&App, Instant),
    all: &Passkeys,
) -> Result<Challenge, Fault> {
    let user = actor.user().ok_or_else(no_session)?;
    let (_, account) = accounts::load(db, user)?.open::<ManageFactors>(actor)?;
    let keys = store::passkeys_of(db, user)?;
    if keys.len() >= MOST {
        return Err(CannotEnrol::Many.into());
    }
    let keys: Vec<_> = keys.into_iter().map(|stored| stored.key).collect();
    let whose = (account.id, account.email.as_str(), account.full_name.as_str());
    all.begin_registration((app, now), whose, &keys)
}

/// A passkey as its owner adds it.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    pub challenge: String,
    pub name: Line<80>,
    pub credential: Value,
}

/// Keeps a passkey that a browser has made.
pub fn add_passkey(
    tx: &mut Tx<'_>,
    call: &Call,
    new: &NewPasskey,
    all: &Passkeys,
) -> Result<Recorded<(StoredPasskey, Codes)>, Fault> {
    let (may, account) = mine(tx, call)?;
    let now = (&call.app, call.at);
    let ours = passkeys::answered(now, Purpose::Register, Some(account.id), &new.challenge)?;
    let key = all.finish_registration(&ours, &new.credential)?.ok_or(WrongProof)?;
    if !store::spend_challenge(tx, &ours.id, ours.until, call.at)? {
        return Err(WrongProof.into());
    }
    if store::passkeys_of(tx.db(), account.id)?.len() >= MOST {
        return Err(CannotEnrol::Many.into());
    }
    if store::passkey_called(tx.db(), &credential_id(key.cred_id()))?.is_some() {
        return Err(CannotEnrol::Known.into());
    }
    let codes = first_codes(tx, account.id)?;
    let name = new.name.as_str().to_owned();
    let made = StoredPasskey {
        id: Id::new(),
        user: account.id,
        key,
        name,
        made_at: call.at,
        used_at: None,
    };
    store::insert_passkey(tx, &made)?;
    changed(tx, call, &account, true)?;
    let to = accounts::addressee(tx.db(), account.id)?;
    let letter = mails::factor_added(&call.app.config.public_url, Factor::Passkey);
    outbox::send(tx, call, &to, &letter)?;
    let event = Event::of("user.passkey_added", "user", &account.id);
    audit::record(tx, call, &may, event.fact("passkey", made.id.to_string()), (made, codes))
}

/// An administrator takes every factor of somebody away who has lost them all, after they have
/// seen to it that it is that person. Their sessions end, and they are told.
pub fn reset(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<User>,
    reason: &Text<2_000>,
) -> Result<Recorded<()>, Fault> {
    let (may, account) = accounts::load(tx.db(), id)?.open::<ResetFactors>(&call.actor)?;
    if !store::has_factor(tx.db(), id)? {
        return Err(CannotEnrol::Nothing.into());
    }
    store::delete_all(tx, id)?;
    store_sessions::end_all(tx, id, None, call.at)?;
    store_devices::forget(tx, id)?;
    let to = accounts::addressee(tx.db(), id)?;
    let letter = mails::factors_reset(&call.app.config.public_url, reason.as_str());
    outbox::send(tx, call, &to, &letter)?;
    audit::record(tx, call, &may, Event::of("user.factors_reset", "user", &account.id), ())
}
