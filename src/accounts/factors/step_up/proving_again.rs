//! `POST /v1/me/step-up`: the owner of a session proves a factor again, and the session is fresh.

use super::model::{CannotStepUp, StepUpGiven, StepUpOutcome, StepUpProof};
use crate::{
    accounts::{
        factors::{
            mails,
            model::{Factor, TRIES},
            passkeys::{ceremonies::Passkeys, model::Challenge, store as passkeys},
            proving, store as factors,
        },
        model::{Account, CannotSignIn},
        passwords::checking::PasswordCheck,
        policy::ManageOwnAccount,
        sessions::{model::no_session, store as sessions},
        sign_in::model::SignInServices,
        store as accounts,
        tokens::one_time,
    },
    app::App,
    http::Answer,
    outbox,
    prelude::*,
};

/// Steps up the session of the request. A password is compared ahead of the transaction.
pub async fn prove_again(
    request: &Request,
    services: &SignInServices,
    given: StepUpGiven,
    show: impl Fn(&StepUpOutcome) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    let SignInServices { hasher, limiter, passkeys } = services.clone();
    let proof = match given {
        StepUpGiven::Factor(factor) => StepUpProof::Factor(factor),
        StepUpGiven::Password(typed) => {
            let check = PasswordCheck { request, hasher: &hasher, limiter: &limiter };
            StepUpProof::Password(check.confirm(typed).await?.hash)
        }
    };
    request.act(move |tx, call| step_up(tx, call, &proof, &passkeys), show).await
}

/// Makes the session that asks fresh.
pub fn step_up(
    tx: &mut Tx<'_>,
    call: &Call,
    again: &StepUpProof,
    all: &Passkeys,
) -> Result<Recorded<StepUpOutcome>, Fault> {
    let (user, session) = call.actor.user().zip(call.actor.session).ok_or_else(no_session)?;
    let account = accounts::load(tx.db(), user)?;
    let (may, account) = account.open::<ManageOwnAccount>(&call.actor)?;
    let with = match again {
        StepUpProof::Password(compared) => {
            password_is_enough(tx, &account, compared)?;
            Some("password")
        }
        StepUpProof::Factor(given) => {
            proving::prove(tx, call, user, given, all)?.map(Factor::as_str)
        }
    };
    let event = |what| Event::of(what, "session", &session);
    let Some(with) = with else {
        let wrong = sessions::wrong_proof(tx, session)?;
        if wrong < TRIES {
            let event = event("session.step_up_refused").fact("wrong", wrong);
            return audit::record(tx, call, &may, event, StepUpOutcome::Wrong);
        }
        sessions::end(tx, session, call.at)?;
        let to = accounts::addressee(tx.db(), user)?;
        outbox::send(tx, call, &to, &mails::second_factor_failed())?;
        let event = event("session.ended_for_wrong_proofs").fact("wrong", wrong);
        return audit::record(tx, call, &may, event, StepUpOutcome::Ended);
    };
    let strong = matches!(again, StepUpProof::Factor(_));
    sessions::prove_session(tx, session, strong, call.at)?;
    let event = event("session.stepped_up").fact("with", with);
    audit::record(tx, call, &may, event, StepUpOutcome::Proved)
}

/// A password is enough for an account without a second factor.
fn password_is_enough(tx: &mut Tx<'_>, account: &Account, compared: &str) -> Result<(), Fault> {
    if factors::has_factor(tx.db(), account.id)? {
        return Err(CannotStepUp::FactorNeeded.into());
    }
    let is_still = |hash: &str| one_time::same_hash(hash, compared);
    if account.password_hash.as_deref().is_some_and(is_still) {
        Ok(())
    } else {
        Err(CannotSignIn::WrongNow.into())
    }
}

/// Asks a session for one of its owner's passkeys.
pub fn challenge(
    db: &mut Db,
    actor: &Actor,
    app: &App,
    now: Instant,
    all: &Passkeys,
) -> Result<Challenge, Fault> {
    let user = actor.user().ok_or_else(no_session)?;
    let (_, account) = accounts::load(db, user)?.open::<ManageOwnAccount>(actor)?;
    let keys = passkeys::passkeys_of(db, account.id)?;
    if keys.is_empty() {
        return Err(CannotStepUp::NoPasskey.into());
    }
    let keys: Vec<_> = keys.into_iter().map(|stored| stored.key).collect();
    all.begin_proof(app, now, account.id, &keys)
}
