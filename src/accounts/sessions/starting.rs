//! A new session for a person who has proved who they are.

use super::{
    model::{Proved, TokenPair},
    store::{self, StoredSession},
};
use crate::{
    access::{Credential, Session},
    accounts::{
        devices::store as devices,
        idleness::checking,
        model::{Account, CannotSignIn, UserState},
        tokens::{access, one_time},
    },
    prelude::*,
};

/// Starts a session for an account whose owner is authenticated; gives the event and the tokens.
pub fn begin(
    tx: &mut Tx<'_>,
    call: &Call,
    account: &Account,
    proved: &Proved,
) -> Result<(Event, TokenPair), Fault> {
    checking::still_used(tx.db(), account, call)?;
    let (id, secret) = (Id::<Session>::new(), one_time::one_time_token()?);
    let vouched = proved.vouched.filter(|_| proved.factor.is_none());
    let session = StoredSession {
        id,
        user_id: account.id,
        refresh_hash: one_time::token_hash(&secret),
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
    store::insert(tx, &session)?;
    let mut pair = pair(call, &session, &secret)?;
    if !proved.known_device {
        let token = one_time::one_time_token()?;
        devices::insert(tx, &one_time::token_hash(&token), account.id, call.at)?;
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

pub fn may_sign_in(account: &Account) -> Result<(), CannotSignIn> {
    match account.state {
        UserState::Active => Ok(()),
        UserState::Unverified => Err(CannotSignIn::Unverified),
        state @ (UserState::Suspended | UserState::Closed) => Err(CannotSignIn::NotActive(state)),
    }
}

pub fn pair(call: &Call, session: &StoredSession, secret: &str) -> Result<TokenPair, Fault> {
    let credential = Credential { user: session.user_id, session: session.id };
    let (access_token, expires_in) = access::access_token(&call.app, credential, call.at)?;
    let refresh_token = access::refresh_token(session.id, secret);
    Ok(TokenPair { access_token, expires_in, refresh_token, device_token: None })
}
