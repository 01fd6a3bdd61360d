//! Step-up authentication over HTTP.

use actix_web::web::Data;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{self, StepUpGiven, StepUpOutcome},
    proving_again,
};
use crate::{
    accounts::{
        factors::{
            bodies::{PasskeyProof, none_given, one_of},
            passkeys::{ceremonies::Passkeys, model::Challenge},
        },
        sign_in::model::SignInServices,
    },
    http::prelude::*,
    prelude::*,
};

operations! { "accounts":
    /// Step up authentication
    ///
    /// For the next five minutes this session can open bids, approve a decision, and change roles,
    /// second factors and keys. Five wrong proofs end the session.
    post "/v1/me/step-up" step_up =
        signed_in().secret().takes::<StepUp>().says(204, "Proved")
            .says(403, "The proof is not accepted")
            .says(429, "Too many attempts; see Retry-After");

    /// Begin a step-up with a passkey
    ///
    /// Returns the options for `navigator.credentials.get` with one of my passkeys; its answer goes to
    /// `step_up`.
    post "/v1/me/step-up/challenge" challenge_step_up =
        signed_in().gives::<Challenge>(200, "The challenge")
            .says(409, "The account has no passkey");
}

/// The proof for a step-up, exactly one: a `code`, a `recovery_code`, a `passkey`, or, where I have no second
/// factor, my `password`.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct StepUp {
    /// Six digits of the authenticator app.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "123456")]
    pub code: Option<Line<20>>,
    /// An unused recovery code.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "abcd-efgh-ijkl-mnop")]
    pub recovery_code: Option<Line<40>>,
    /// The answer of a passkey to the challenge of `challenge_step_up`.
    #[deserr(default)]
    pub passkey: Option<PasskeyProof>,
    /// The password, where the account has no second factor.
    #[deserr(default)]
    #[schema(example = "three random words")]
    pub password: Option<String>,
}

async fn step_up(request: Request, services: SignInServices, Body(body): Body<StepUp>) -> Reply {
    let given = match (one_of(body.code, body.recovery_code, body.passkey)?, body.password) {
        (Some(factor), None) => StepUpGiven::Factor(factor),
        (None, Some(typed)) => StepUpGiven::Password(typed),
        (Some(_), Some(_)) | (None, None) => {
            return Err(none_given("a code, a recovery code, a passkey or a password").into());
        }
    };
    let show = |outcome: &StepUpOutcome| match outcome {
        StepUpOutcome::Proved => Answer::done(),
        wrong @ (StepUpOutcome::Wrong | StepUpOutcome::Ended) => {
            Answer::refusal(&model::refusal(*wrong))
        }
    };
    proving_again::prove_again(&request, &services, given, show).await
}

async fn challenge_step_up(request: Request, passkeys: Data<Passkeys>) -> Reply {
    let (inner, at) = (request.app.clone(), request.at());
    let passkeys = passkeys.into_inner();
    let ask = move |db: &mut Db, actor: &Actor| {
        proving_again::challenge(db, actor, &inner, at, &passkeys)
    };
    let challenge = request.read(ask).await?;
    Ok(Answer::ok(&challenge))
}
