//! The second step of signing in, signing in by passkey, and proving oneself once more.

use actix_web::web::{self, Data};
use deserr::Deserr;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    super::{
        Doors, Hasher, Passkeys,
        factors::{
            Factor, Given, RecoveryCode, WrongProof,
            passkeys::Challenge,
            second_step::{self, Finished, Origin, SecondStep},
            step_up::{self, Again, Outcome},
            store as store_factors,
        },
        store,
        throttle::{Known, Trier},
        tokens,
    },
    proves_again,
    sessions::{SessionView, shown},
};
use crate::{
    access::Actor,
    app::{self, App},
    audit::{self, Call},
    db::{Db, Tx},
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Line},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/sessions/second-factor").route(web::post().to(finish_session)))
        .service(
            web::resource("/v1/sessions/passkey/challenge")
                .route(web::post().to(challenge_sign_in)),
        )
        .service(
            web::resource("/v1/sessions/passkey").route(web::post().to(start_session_by_passkey)),
        )
        .service(web::resource("/v1/me/step-up").route(web::post().to(step_up)))
        .service(
            web::resource("/v1/me/step-up/challenge").route(web::post().to(challenge_step_up)),
        );
}

/// What a browser is asked, and the challenge that goes back with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChallengeView {
    /// Send it back with the credential, within five minutes.
    pub challenge: String,
    /// For `navigator.credentials` (W3C `WebAuthn`); binary fields are base64url.
    #[schema(value_type = Object)]
    pub options: Value,
}

impl From<&Challenge> for ChallengeView {
    fn from(challenge: &Challenge) -> Self {
        Self { challenge: challenge.sealed.clone(), options: challenge.options.clone() }
    }
}

/// The password is right, and a second factor is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondStepView {
    /// Names this sign-in in `finish_session`, for five minutes and five tries.
    pub token: String,
    #[schema(example = 300)]
    pub expires_in: i64,
    pub factors: Vec<Factor>,
    /// Where passkeys are among the factors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passkey: Option<ChallengeView>,
}

impl From<&SecondStep> for SecondStepView {
    fn from(step: &SecondStep) -> Self {
        Self {
            token: step.token.clone(),
            expires_in: second_step::LIFE.as_seconds(),
            factors: step.factors.clone(),
            passkey: step.passkey.as_ref().map(ChallengeView::from),
        }
    }
}

/// A browser's answer to a challenge.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct PasskeyProof {
    #[schema(value_type = String)]
    pub challenge: Line<40_000>,
    /// As `navigator.credentials.get` gave it, binary fields in base64url.
    #[schema(value_type = Object)]
    pub credential: Value,
}

impl PasskeyProof {
    fn given(self) -> Given {
        Given::Passkey { challenge: self.challenge.into_string(), credential: self.credential }
    }
}

/// Exactly one of the ways to prove oneself, else the fault.
fn one_of(
    code: Option<Line<20>>,
    recovery_code: Option<Line<40>>,
    passkey: Option<PasskeyProof>,
) -> Result<Option<Given>, Faults> {
    let ways = [
        code.map(|code| Given::Code(code.into_string().replace(' ', ""))),
        recovery_code.map(|code| Given::RecoveryCode(RecoveryCode::typed(code.as_str()))),
        passkey.map(PasskeyProof::given),
    ];
    let mut given = ways.into_iter().flatten();
    let first = given.next();
    if given.next().is_some() {
        let mut faults = Faults::new();
        faults.add("", "one-proof", "send one proof: a code, a recovery code or a passkey");
        return Err(faults);
    }
    Ok(first)
}

fn none_given(ways: &str) -> Faults {
    let mut faults = Faults::new();
    faults.add("", "one-proof", format!("send one proof: {ways}"));
    faults
}

/// The second factor of a sign-in: one of `code`, `recovery_code` and `passkey`.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct SecondFactor {
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub token: Line<200>,
    /// Six digits of an authenticator app.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "123456")]
    pub code: Option<Line<20>>,
    #[deserr(default)]
    #[schema(value_type = Option<String>)]
    pub recovery_code: Option<Line<40>>,
    #[deserr(default)]
    pub passkey: Option<PasskeyProof>,
}

/// Complete sign-in with a second factor
///
/// After five wrong proofs the password is required again, and the owner is told by mail. Each code
/// works once.
#[utoipa::path(
    post,
    path = "/v1/sessions/second-factor",
    operation_id = "finish_session",
    tag = "accounts",
    request_body = SecondFactor,
    responses(
        (status = 201, description = "The tokens", body = SessionView),
        (status = 401, description = "It has run out, or there were too many wrong ones: begin again"),
        (status = 403, description = "This proves nothing"),
        (status = 429, description = "Too many tries; Retry-After says how long to wait"),
    ),
)]
pub async fn finish_session(
    app: Data<App>,
    (doors, passkeys): (Data<Doors>, Data<Passkeys>),
    caller: Caller,
    Body(body): Body<SecondFactor>,
) -> Reply {
    let caller = Caller { credential: None, ..caller };
    let given = one_of(body.code, body.recovery_code, body.passkey)?;
    let given = given.ok_or_else(|| none_given("a code, a recovery code or a passkey"))?;
    let (hash, at) = (tokens::token_hash(body.token.as_str()), caller.asked.at);
    let find = move |db: &mut Db, _: &Actor| {
        let Some(step) = store_factors::step(db, &hash, at)? else { return Ok(None) };
        Ok(Some((store::addressee(db, step.user_id)?.email, step)))
    };
    let (email, step) =
        app.read_openly(caller.clone(), find).await?.ok_or_else(second_step::start_again)?;
    let known = step.device_hash.map_or(Known::Password(step.user_id), Known::Device);
    let trier = Trier { email, from: caller.asked.from, known };
    let passkeys = passkeys.into_inner();
    let finish = move |tx: &mut Tx<'_>, call: &Call| {
        second_step::finish(tx, call, body.token.as_str(), (&given, &passkeys))
    };
    let show = |finished: &Finished| match finished {
        Finished::Session(pair) => shown(pair),
        Finished::Wrong => Answer::refusal(&WrongProof.into()),
    };
    let judged = async {
        let answer = audit::act_secretly(&app, caller, finish, show).await?;
        Ok((answer.status() < 400).then_some(answer))
    };
    let answer = doors.judge(&trier, judged).await?;
    Ok(answer.unwrap_or_else(|| Answer::refusal(&WrongProof.into())))
}

/// Begin sign-in with a passkey
///
/// Returns the options for `navigator.credentials.get`.
#[utoipa::path(
    post,
    path = "/v1/sessions/passkey/challenge",
    operation_id = "challenge_sign_in",
    tag = "accounts",
    responses(
        (status = 200, description = "The challenge", body = ChallengeView),
        (status = 409, description = "This server has no domain name, and so no passkeys"),
    ),
)]
pub async fn challenge_sign_in(app: Data<App>, passkeys: Data<Passkeys>, caller: Caller) -> Reply {
    let challenge = passkeys.begin_sign_in((&app, caller.asked.at))?;
    Ok(Answer::ok(&ChallengeView::from(&challenge)))
}

/// A passkey, to sign in with.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct PasskeySession {
    pub passkey: PasskeyProof,
    /// As in `start_session`.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub device_token: Option<Line<200>>,
}

/// Sign in with a passkey
///
/// Replaces the password. A passkey on a device that its user has unlocked counts as two factors.
#[utoipa::path(
    post,
    path = "/v1/sessions/passkey",
    operation_id = "start_session_by_passkey",
    tag = "accounts",
    request_body = PasskeySession,
    responses(
        (status = 201, description = "The tokens", body = SessionView),
        (status = 401, description = "This passkey proves nothing"),
        (status = 409, description = "This server has no domain name, and so no passkeys"),
    ),
)]
pub async fn start_session_by_passkey(
    app: Data<App>,
    passkeys: Data<Passkeys>,
    caller: Caller,
    Body(body): Body<PasskeySession>,
) -> Reply {
    let caller = Caller { credential: None, ..caller };
    let device = body.device_token.map(|token| tokens::token_hash(token.as_str()));
    let origin = Origin { agent: caller.asked.agent.clone(), device };
    let (passkeys, proof) = (passkeys.into_inner(), body.passkey);
    let sign_in = move |tx: &mut Tx<'_>, call: &Call| {
        let given = (proof.challenge.as_str(), &proof.credential);
        second_step::with_passkey(tx, call, given, (&origin, &passkeys))
    };
    Ok(audit::act_secretly(&app, caller, sign_in, shown).await?)
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
        (status = 403, description = "This proves nothing"),
        (status = 429, description = "Too many tries; Retry-After says how long to wait"),
    ),
)]
pub async fn step_up(
    app: Data<App>,
    (hasher, doors, passkeys): (Data<Hasher>, Data<Doors>, Data<Passkeys>),
    caller: Caller,
    Body(body): Body<StepUp>,
) -> Reply {
    app::signed_in(&caller)?;
    let given = one_of(body.code, body.recovery_code, body.passkey)?;
    let again = match (given, body.password) {
        (Some(given), None) => Again::Factor(given),
        (None, Some(typed)) => {
            let with = (&**app, &**hasher, &**doors);
            Again::Password(proves_again(with, &caller, typed).await?.1)
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(none_given("a code, a recovery code, a passkey or a password").into());
        }
    };
    let passkeys = passkeys.into_inner();
    let prove = move |tx: &mut Tx<'_>, call: &Call| step_up::step_up(tx, call, &again, &passkeys);
    let show = |outcome: &Outcome| match outcome {
        Outcome::Proved => Answer::done(),
        wrong @ (Outcome::Wrong | Outcome::Ended) => Answer::refusal(&step_up::refusal(*wrong)),
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
        (status = 409, description = "I have no passkey"),
    ),
)]
pub async fn challenge_step_up(app: Data<App>, passkeys: Data<Passkeys>, caller: Caller) -> Reply {
    let (inner, at) = (app.clone(), caller.asked.at);
    let passkeys = passkeys.into_inner();
    let ask =
        move |db: &mut Db, actor: &Actor| step_up::challenge(db, actor, (&inner, at), &passkeys);
    let challenge = app.read(caller, ask).await?;
    Ok(Answer::ok(&ChallengeView::from(&challenge)))
}
