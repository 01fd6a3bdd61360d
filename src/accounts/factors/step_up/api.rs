//! Step-up authentication over HTTP.

use actix_web::web::{self, Data};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{self, StepUpOutcome, StepUpProof},
    proving_again,
};
use crate::{
    access::Actor,
    accounts::{
        factors::{
            bodies::{PasskeyProof, none_given, one_of},
            passkeys::{ceremonies::Passkeys, views::ChallengeView},
        },
        limits::sign_in_limiter::SignInLimiter,
        passwords::{checking::PasswordCheck, hashing::Hasher},
    },
    app::{self, App},
    audit::{self, Call},
    db::{Db, Tx},
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Line},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource("/v1/me/step-up").route(web::post().to(step_up))).service(
        web::resource("/v1/me/step-up/challenge").route(web::post().to(challenge_step_up)),
    );
}

/// One proof that it is me: a `code`, a `recovery_code`, a `passkey`, or, where I have no second
/// factor, my `password`.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct StepUp {
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "123456")]
    pub code: Option<Line<20>>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub recovery_code: Option<Line<40>>,
    #[deserr(default)]
    pub passkey: Option<PasskeyProof>,
    #[deserr(default)]
    pub password: Option<String>,
}

/// Step up authentication
///
/// For the next five minutes this session can open bids, approve a decision, and change roles,
/// second factors and keys. Five wrong proofs end the session.
#[utoipa::path(
    post,
    path = "/v1/me/step-up",
    operation_id = "step_up",
    tag = "accounts",
    request_body = StepUp,
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Proved"),
        (status = 403, description = "The proof is not accepted"),
        (status = 429, description = "Too many attempts; see Retry-After"),
    ),
)]
pub async fn step_up(
    app: Data<App>,
    (hasher, limiter, passkeys): (Data<Hasher>, Data<SignInLimiter>, Data<Passkeys>),
    caller: Caller,
    Body(body): Body<StepUp>,
) -> Reply {
    app::signed_in(&caller)?;
    let given = one_of(body.code, body.recovery_code, body.passkey)?;
    let again = match (given, body.password) {
        (Some(given), None) => StepUpProof::Factor(given),
        (None, Some(typed)) => {
            let check = PasswordCheck { app: &app, hasher: &hasher, limiter: &limiter };
            StepUpProof::Password(check.confirm(&caller, typed).await?.hash)
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(none_given("a code, a recovery code, a passkey or a password").into());
        }
    };
    let passkeys = passkeys.into_inner();
    let prove =
        move |tx: &mut Tx<'_>, call: &Call| proving_again::step_up(tx, call, &again, &passkeys);
    let show = |outcome: &StepUpOutcome| match outcome {
        StepUpOutcome::Proved => Answer::done(),
        wrong @ (StepUpOutcome::Wrong | StepUpOutcome::Ended) => {
            Answer::refusal(&model::refusal(*wrong))
        }
    };
    Ok(audit::act_secretly(&app, caller, prove, show).await?)
}

/// Begin a step-up with a passkey
///
/// Returns the options for `navigator.credentials.get` with one of my passkeys; its answer goes to
/// `step_up`.
#[utoipa::path(
    post,
    path = "/v1/me/step-up/challenge",
    operation_id = "challenge_step_up",
    tag = "accounts",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The challenge", body = ChallengeView),
        (status = 409, description = "The account has no passkey"),
    ),
)]
pub async fn challenge_step_up(app: Data<App>, passkeys: Data<Passkeys>, caller: Caller) -> Reply {
    let (inner, at) = (app.clone(), caller.asked.at);
    let passkeys = passkeys.into_inner();
    let ask = move |db: &mut Db, actor: &Actor| {
        proving_again::challenge(db, actor, &inner, at, &passkeys)
    };
    let challenge = app.read(caller, ask).await?;
    Ok(Answer::ok(&ChallengeView::from(&challenge)))
}
