//! `POST /v1/sessions/passkey`: sign-in by a passkey alone.

use serde_json::Value;

use super::{checks, model::Origin};
use crate::{
    accounts::{
        devices::store as devices,
        factors::{
            model::{Factor, WrongProof},
            passkeys::{
                ceremonies::{self, Passkeys},
                model::Purpose,
                store as passkeys,
            },
        },
        sessions::{
            model::{Pair, Proved},
            policy::SignIn,
            starting,
        },
        store as accounts,
    },
    audit::{self, Call, Recorded},
    db::{Fault, Tx},
    kernel::{Problem, kinds},
};

/// Starts a session for a passkey alone: a device that its owner has unlocked is two factors.
pub fn with_passkey(
    tx: &mut Tx<'_>,
    call: &Call,
    (challenge, credential): (&str, &Value),
    (from, all): (&Origin, &Passkeys),
) -> Result<Recorded<Pair>, Fault> {
    let wrong = || Problem::new(kinds::UNAUTHENTICATED, WrongProof.to_string());
    let ours = ceremonies::answered((&call.app, call.at), Purpose::SignIn, None, challenge);
    let ours = ours.map_err(|_cause| wrong())?;
    let (user, called) = all.named(credential)?.ok_or_else(wrong)?;
    let key = passkeys::passkey_called(tx.db(), &called)?;
    let key = key.filter(|key| key.user == user).ok_or_else(wrong)?;
    let result = all.finish_sign_in(&ours, credential, &key.key)?.ok_or_else(wrong)?;
    if !passkeys::spend_challenge(tx, &ours.id, ours.until, call.at)? {
        return Err(wrong().into());
    }
    passkeys::used_passkey(tx, &key, &result, call.at)?;
    let (may, account) = accounts::load(tx.db(), user)?.open::<SignIn>(&call.actor)?;
    starting::may_sign_in(&account)?;
    checks::may_prove_alone(tx, call, &account)?;
    let known_device = devices::knows_device(tx, call, from.device.as_deref(), user)?;
    let agent = from.agent.clone();
    let proved = Proved { agent, known_device, factor: Some(Factor::Passkey), vouched: None };
    let (event, pair) = starting::begin(tx, call, &account, &proved)?;
    audit::record(tx, call, &may, event, pair)
}
