//! Checks a second factor: a TOTP code, a recovery code or a passkey.

use super::{
    mails,
    model::{Factor, FactorProof},
    passkeys::{
        ceremonies::{self, Passkeys},
        model::{ChallengeFor, ChallengePurpose, PasskeyAnswer, credential_id},
        store as passkeys,
    },
    recovery_codes::store as recovery_codes,
    totp::{
        model::{Totp, sealed_for},
        store as totp,
    },
};
use crate::{accounts::store as accounts, outbox, prelude::*};

/// The factor that a proof is right for; codes and challenges that work once are used up.
pub fn prove(
    tx: &mut Tx<'_>,
    call: &Call,
    user: Id<User>,
    given: &FactorProof,
    passkeys: &Passkeys,
) -> Result<Option<Factor>, Fault> {
    let proved = match given {
        FactorProof::Code(code) => code_is_right(tx, call, user, code)?.then_some(Factor::Totp),
        FactorProof::RecoveryCode(code) => {
            let right = recovery_codes::use_code(tx, user, code, call.at)?;
            if right {
                let left = recovery_codes::codes_left(tx.db(), user)?;
                let to = accounts::addressee(tx.db(), user)?;
                outbox::send(tx, call, &to, &mails::recovery_code_used(left))?;
            }
            right.then_some(Factor::RecoveryCode)
        }
        FactorProof::Passkey(answer) => {
            let right = passkey_is_right(tx, call, user, answer, passkeys)?;
            right.then_some(Factor::Passkey)
        }
    };
    Ok(proved)
}

/// Whether a code of the confirmed app stands for now and was not used before.
fn code_is_right(tx: &mut Tx<'_>, call: &Call, user: Id<User>, code: &str) -> Result<bool, Fault> {
    let stored = totp::totp(tx.db(), user)?.filter(|totp| totp.confirmed_at.is_some());
    let Some(stored) = stored else { return Ok(false) };
    match open(call, user, &stored)?.step_of(code, call.at) {
        Some(step) => totp::use_step(tx, user, step),
        None => Ok(false),
    }
}

/// The secret of an app, out of its seal.
pub fn open(call: &Call, user: Id<User>, stored: &totp::StoredTotp) -> Result<Totp, Fault> {
    let secret = call.app.keys.sealed.decrypt(&stored.sealed_secret, &sealed_for(user));
    Totp::read(&secret.map_err(|error| Fault::corrupt(&error))?, "")
}

fn passkey_is_right(
    tx: &mut Tx<'_>,
    call: &Call,
    user: Id<User>,
    answer: &PasskeyAnswer,
    passkeys: &Passkeys,
) -> Result<bool, Fault> {
    let challenged = ChallengeFor { purpose: ChallengePurpose::Prove, user: Some(user) };
    let ours = ceremonies::answered(&call.app, call.at, challenged, &answer.challenge);
    let Ok(ours) = ours else { return Ok(false) };
    let Some(result) = passkeys.finish_proof(&ours, &answer.credential)? else { return Ok(false) };
    let called = passkeys::passkey_called(tx.db(), &credential_id(result.cred_id()))?;
    let Some(key) = called.filter(|key| key.user == user) else { return Ok(false) };
    if !passkeys::spend_challenge(tx, &ours.id, ours.until, call.at)? {
        return Ok(false);
    }
    passkeys::used_passkey(tx, &key, &result, call.at)?;
    Ok(true)
}
