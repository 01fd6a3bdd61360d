//! `POST /v1/sessions/passkey`: sign-in by a passkey alone.

use std::sync::Arc;

use super::{
    checks,
    model::{Origin, PasskeySignIn, SignInServices},
};
use crate::{
    accounts::{
        devices::store as devices,
        factors::{
            model::{Factor, WrongProof},
            passkeys::{
                ceremonies::{Passkeys, answered},
                model::{ChallengeFor, ChallengePurpose, PasskeyAnswer},
                store as passkeys,
            },
        },
        sessions::{
            model::{Proved, TokenPair},
            policy::SignIn,
            starting,
        },
        store as accounts,
        tokens::one_time,
    },
    http::Answer,
    prelude::*,
};

/// Signs in by a passkey alone.
pub async fn sign_in_by_passkey(
    request: &Request,
    services: &SignInServices,
    asked: PasskeySignIn,
    show: impl Fn(&TokenPair) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    let request = request.anonymously();
    let device = asked.device_token.map(|token| one_time::token_hash(token.as_str()));
    let origin = Origin { agent: request.caller().asked.agent.clone(), device };
    let passkeys = Arc::clone(&services.passkeys);
    let start =
        move |tx: &mut Tx<'_>, call: &Call| start(tx, call, &asked.answer, &origin, &passkeys);
    request.act(start, show).await
}

/// Starts a session for a passkey alone: a device that its owner has unlocked is two factors.
fn start(
    tx: &mut Tx<'_>,
    call: &Call,
    answer: &PasskeyAnswer,
    origin: &Origin,
    ceremonies: &Passkeys,
) -> Result<Recorded<TokenPair>, Fault> {
    let wrong = || Problem::new(kinds::UNAUTHENTICATED, WrongProof.to_string());
    let challenged = ChallengeFor { purpose: ChallengePurpose::SignIn, user: None };
    let ours = answered(&call.app, call.at, challenged, &answer.challenge);
    let ours = ours.map_err(|_cause| wrong())?;
    let (user, called) = ceremonies.named(&answer.credential)?.ok_or_else(wrong)?;
    let key = passkeys::passkey_called(tx.db(), &called)?;
    let key = key.filter(|key| key.user == user).ok_or_else(wrong)?;
    let result =
        ceremonies.finish_sign_in(&ours, &answer.credential, &key.key)?.ok_or_else(wrong)?;
    if !passkeys::spend_challenge(tx, &ours.id, ours.until, call.at)? {
        return Err(wrong().into());
    }
    passkeys::used_passkey(tx, &key, &result, call.at)?;
    let (may, account) = accounts::load(tx.db(), user)?.open::<SignIn>(&call.actor)?;
    starting::may_sign_in(&account)?;
    checks::may_prove_alone(tx, call, &account)?;
    let known_device = devices::knows_device(tx, call, origin.device.as_deref(), user)?;
    let agent = origin.agent.clone();
    let proved = Proved { agent, known_device, factor: Some(Factor::Passkey), vouched: None };
    let (event, pair) = starting::begin(tx, call, &account, &proved)?;
    audit::record(tx, call, &may, event, pair)
}
