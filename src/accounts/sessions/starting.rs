//! `POST /v1/sessions`, its refresh and its end; `GET` and `DELETE /v1/me/sessions`.

use super::{
    factors::{
        Factor, Passkeys,
        second_step::{self, Origin, SecondStep},
    },
    idleness, mails,
    model::{Account, CannotSignIn, UserState},
    policy::{EndSession, ManageOwnAccount, Refresh, SignIn, SignOut},
    store, store_devices, store_providers,
    store_sessions::{self, StoredSession},
    tokens::{self, Pair},
};
use crate::{
    access::{Credential, Guarded, Session, User},
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Id, Instant, Period, Problem, kinds},
    outbox,
};

/// Somebody whose password has just been compared with a hash.
#[derive(Debug, Clone)]
pub struct Compared {
    pub user: Id<User>,
    pub hash: String,
    /// A new hash of the same password, where the cost of hashing has changed (SAFETY E7).
    pub fresh: Option<String>,
    pub origin: Origin,
}

/// What a right password gives.
#[derive(Debug, Clone)]
pub enum Started {
    Session(Pair),
    SecondStep(SecondStep),
}

/// How somebody has proved who they are.
#[derive(Debug, Clone)]
pub struct Proved {
    /// What the program calls itself that signs in.
    pub agent: Option<String>,
    /// Whether this account was signed in to on this device before.
    pub known_device: bool,
    pub factor: Option<Factor>,
    /// What an identity provider says of it, where one was asked.
    pub vouched: Option<Vouched>,
}

/// What is believed of an identity provider's word.
#[derive(Debug, Clone, Copy)]
pub struct Vouched {
    /// Whether it saw a second factor.
    pub strong: bool,
    /// When the person proved themselves there, as far as it says; never later than now.
    pub at: Instant,
}

/// Starts a session, or the second step to it. The hash is compared again: a password changed
/// meanwhile does not sign in.
pub fn start(
    tx: &mut Tx<'_>,
    call: &Call,
    compared: &Compared,
    passkeys: &Passkeys,
) -> Result<Recorded<Started>, Fault> {
    let account: Guarded<Account> = store::load(tx.db(), compared.user)?;
    let (may, mut account) = account.open::<SignIn>(&call.actor)?;
    if account.password_hash.as_deref() != Some(compared.hash.as_str()) {
        return Err(CannotSignIn::Wrong.into());
    }
    may_sign_in(&account)?;
    may_prove_alone(tx, call, &account)?;
    if let Some(fresh) = &compared.fresh {
        account.password_hash = Some(fresh.clone());
        store::update(tx, &account)?;
    }
    let origin = &compared.origin;
    if let Some(step) = second_step::needed(tx, call, &account, (origin, passkeys))? {
        let event = Event::of("session.password_proved", "user", &account.id);
        return audit::record(tx, call, &may, event, Started::SecondStep(step));
    }
    let known_device = origin.device.is_some();
    let proved = Proved { agent: origin.agent.clone(), known_device, factor: None, vouched: None };
    let (event, pair) = begin(tx, call, &account, &proved)?;
    audit::record(tx, call, &may, event, Started::Session(pair))
}

/// The session of somebody who has proved who they are, and the event that says so.
pub fn begin(
    tx: &mut Tx<'_>,
    call: &Call,
    account: &Account,
    proved: &Proved,
) -> Result<(Event, Pair), Fault> {
    idleness::still_used(tx.db(), account, call)?;
    let (id, secret) = (Id::<Session>::new(), tokens::one_time_token()?);
    let vouched = proved.vouched.filter(|_| proved.factor.is_none());
    let session = StoredSession {
        id,
        user_id: account.id,
        refresh_hash: tokens::token_hash(&secret),
        created_at: call.at,
        refreshed_at: call.at,
        expires_at: call.at.plus(call.app.config.session_life),
        ended_at: None,
        user_agent: proved.agent.clone(),
        previous_hash: None,
        rotation_key: None,
        second_factor: proved.factor.is_some() || vouched.is_some_and(|word| word.strong),
        proved_at: vouched.map_or(call.at, |word| word.at),
    };
    store_sessions::insert(tx, &session)?;
    let mut pair = pair(call, &session, &secret)?;
    if !proved.known_device {
        let token = tokens::one_time_token()?;
        store_devices::insert(tx, &tokens::token_hash(&token), account.id, call.at)?;
        pair.device_token = Some(token);
    }
    let mut event =
        Event::of("session.started", "session", &id).fact("user", account.id.to_string());
    if let Some(factor) = proved.factor {
        event = event.fact("factor", factor.as_str());
    } else if vouched.is_some_and(|word| word.strong) {
        event = event.fact("factor", "provider");
    }
    Ok((event, pair))
}

/// Whether this account was signed in to on the device of this token before.
pub fn knows_device(
    tx: &mut Tx<'_>,
    call: &Call,
    device: Option<&str>,
    user: Id<User>,
) -> Result<bool, Fault> {
    match device {
        Some(hash) => {
            let owner = store_devices::owner_of(tx.db(), hash, call.at)?;
            Ok(owner == Some(user))
        }
        None => Ok(false),
    }
}

pub fn may_sign_in(account: &Account) -> Result<(), CannotSignIn> {
    match account.state {
        UserState::Active => Ok(()),
        UserState::Unverified => Err(CannotSignIn::Unverified),
        state @ (UserState::Suspended | UserState::Closed) => Err(CannotSignIn::NotActive(state)),
    }
}

/// Refuses somebody whose organisation lets its people in by its identity provider alone.
pub fn may_prove_alone(tx: &mut Tx<'_>, call: &Call, account: &Account) -> Result<(), Fault> {
    let own = account.administrator || account.auditor;
    if !own && store_providers::is_needed(tx.db(), account, call.at)? {
        return Err(CannotSignIn::ProviderOnly.into());
    }
    Ok(())
}

fn pair(call: &Call, session: &StoredSession, secret: &str) -> Result<Pair, Fault> {
    let credential = Credential { user: session.user_id, session: session.id };
    let (access_token, expires_in) = tokens::access_token(&call.app, credential, call.at)?;
    let refresh_token = tokens::refresh_token(session.id, secret);
    Ok(Pair { access_token, expires_in, refresh_token, device_token: None })
}

/// How a refresh ended. A token used twice ends the session, which is a change and must commit.
#[derive(Debug, Clone)]
pub enum Refreshed {
    Fresh(Pair),
    Ended,
}

pub fn no_session() -> Problem {
    Problem::new(kinds::UNAUTHENTICATED, "this refresh token is no longer valid; sign in again")
}

/// How long a client that lost our answer may ask again (SAFETY E5).
const RETRY: Period = Period::seconds(10);

/// Gives the next pair for a refresh token, which is then used up. Who lost the answer asks again,
/// once and soon, with the same key: the pair that was lost is then of no use.
pub fn refresh(
    tx: &mut Tx<'_>,
    call: &Call,
    token: &str,
    key: Option<&str>,
) -> Result<Recorded<Refreshed>, Fault> {
    let (id, secret) = tokens::split_refresh_token(token).ok_or_else(no_session)?;
    let session = store_sessions::load(tx.db(), id).map_err(|fault| match fault {
        Fault::Refused(_) => no_session().into(),
        other @ (Fault::Noteworthy(..)
        | Fault::Sql(_)
        | Fault::Corrupt(_)
        | Fault::Unavailable(..)
        | Fault::Panicked) => other,
    })?;
    let (may, session) = session.open::<Refresh>(&call.actor)?;
    let idle = session.refreshed_at.plus(call.app.config.session_idle) <= call.at;
    if session.ended_at.is_some() || session.expires_at <= call.at || idle {
        return Err(no_session().into());
    }
    let key = key.map(tokens::token_hash);
    let hash = tokens::token_hash(secret);
    let is_newest = tokens::same_hash(&session.refresh_hash, &hash);
    if !is_newest && !is_retry(&session, &hash, key.as_deref(), call.at) {
        store_sessions::end(tx, id, call.at)?;
        let to = super::addressee(tx.db(), session.user_id)?;
        outbox::send(tx, call, &to, &mails::refresh_token_reused())?;
        let event = Event::of("session.ended_for_reuse", "session", &id);
        return audit::record(tx, call, &may, event, Refreshed::Ended);
    }
    let (_, account) = store::load(tx.db(), session.user_id)?.open::<SignIn>(&call.actor)?;
    may_sign_in(&account)?;
    idleness::still_used(tx.db(), &account, call)?;
    let secret = tokens::one_time_token()?;
    let key = key.filter(|_| is_newest);
    store_sessions::rotate(tx, &session, &tokens::token_hash(&secret), key.as_deref(), call.at)?;
    let fresh = Refreshed::Fresh(pair(call, &session, &secret)?);
    audit::record(tx, call, &may, Event::of("session.refreshed", "session", &id), fresh)
}

/// Whether this is the token before the newest, with the key that the rotation came with, soon.
fn is_retry(session: &StoredSession, hash: &str, key: Option<&str>, now: Instant) -> bool {
    let same = |kept: &Option<String>, given: &str| {
        kept.as_deref().is_some_and(|kept| tokens::same_hash(kept, given))
    };
    now <= session.refreshed_at.plus(RETRY)
        && same(&session.previous_hash, hash)
        && key.is_some_and(|key| same(&session.rotation_key, key))
}

/// Ends the session that asks for it.
pub fn end(tx: &mut Tx<'_>, call: &Call) -> Result<Recorded<()>, Fault> {
    let id = call.actor.session.ok_or_else(no_session)?;
    let (may, session) = store_sessions::load(tx.db(), id)?.open::<SignOut>(&call.actor)?;
    store_sessions::end(tx, session.id, call.at)?;
    audit::record(tx, call, &may, Event::of("session.ended", "session", &id), ())
}

/// Ends one session of the person who asks: a device that was lost, a browser that was left open.
pub fn end_one(tx: &mut Tx<'_>, call: &Call, id: Id<Session>) -> Result<Recorded<()>, Fault> {
    let (may, session) = store_sessions::load(tx.db(), id)?.open::<EndSession>(&call.actor)?;
    store_sessions::end(tx, session.id, call.at)?;
    audit::record(tx, call, &may, Event::of("session.ended", "session", &id), ())
}

/// Ends all sessions of the person who asks but the one that asks.
pub fn end_others(tx: &mut Tx<'_>, call: &Call) -> Result<Recorded<()>, Fault> {
    let user = call.actor.user().ok_or_else(no_session)?;
    let (may, account) = store::load(tx.db(), user)?.open::<ManageOwnAccount>(&call.actor)?;
    let ended = store_sessions::end_all(tx, account.id, call.actor.session, call.at)?;
    let event = Event::of("session.others_ended", "user", &account.id).fact("sessions", ended);
    audit::record(tx, call, &may, event, ())
}
