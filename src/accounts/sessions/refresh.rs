//! `POST /v1/sessions/refresh`: refresh token rotation.

use super::{
    mails,
    model::{Refreshed, TokenPair, no_session},
    policy::{Refresh, SignIn},
    starting::{may_sign_in, pair},
    store::{self, StoredSession},
};
use crate::{
    accounts::{
        idleness::checking,
        store as accounts,
        tokens::{access, one_time},
    },
    http::Answer,
    outbox,
    prelude::*,
};

/// The time in which a client that lost the answer may repeat its request (SAFETY E5).
const RETRY: Period = Period::seconds(10);

/// Rotates a refresh token and shows the next pair. A token that was used before ends its session.
pub async fn refresh_session(
    request: &Request,
    token: Line<200>,
    show: impl Fn(&TokenPair) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    let request = request.anonymously();
    let key = request.caller().asked.retry.as_ref().map(|retry| retry.key.clone());
    let refresh =
        move |tx: &mut Tx<'_>, call: &Call| refresh(tx, call, token.as_str(), key.as_deref());
    let show = move |ended: &Refreshed| match ended {
        Refreshed::Fresh(pair) => show(pair),
        Refreshed::Ended => Answer::refusal(&no_session()),
    };
    request.act(refresh, show).await
}

/// Rotates a refresh token. A client that lost the answer may repeat the request once and soon, with
/// the same `Idempotency-Key`: the pair that was lost is then void.
fn refresh(
    tx: &mut Tx<'_>,
    call: &Call,
    token: &str,
    key: Option<&str>,
) -> Result<Recorded<Refreshed>, Fault> {
    let (id, secret) = access::split_refresh_token(token).ok_or_else(no_session)?;
    let session = store::load(tx.db(), id).map_err(|fault| match fault {
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
    let key = key.map(one_time::token_hash);
    let hash = one_time::token_hash(secret);
    let is_newest = one_time::same_hash(&session.refresh_hash, &hash);
    if !is_newest && !is_retry(&session, &hash, key.as_deref(), call.at) {
        store::end(tx, id, call.at)?;
        let to = accounts::addressee(tx.db(), session.user_id)?;
        outbox::send(tx, call, &to, &mails::refresh_token_reused())?;
        let event = Event::of("session.ended_for_reuse", "session", &id);
        return audit::record(tx, call, &may, event, Refreshed::Ended);
    }
    let (_, account) = accounts::load(tx.db(), session.user_id)?.open::<SignIn>(&call.actor)?;
    may_sign_in(&account)?;
    checking::still_used(tx.db(), &account, call)?;
    let secret = one_time::one_time_token()?;
    let key = key.filter(|_| is_newest);
    store::rotate(tx, &session, &one_time::token_hash(&secret), key.as_deref(), call.at)?;
    let fresh = Refreshed::Fresh(pair(call, &session, &secret)?);
    audit::record(tx, call, &may, Event::of("session.refreshed", "session", &id), fresh)
}

/// Whether this is the token before the newest, with the key that the rotation came with, soon.
fn is_retry(session: &StoredSession, hash: &str, key: Option<&str>, now: Instant) -> bool {
    let same = |kept: &Option<String>, given: &str| {
        kept.as_deref().is_some_and(|kept| one_time::same_hash(kept, given))
    };
    now <= session.refreshed_at.plus(RETRY)
        && same(&session.previous_hash, hash)
        && key.is_some_and(|key| same(&session.rotation_key, key))
}
