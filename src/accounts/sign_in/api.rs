//! Sign-in over HTTP: password, second factor, passkey.

use actix_web::web::{self, Data};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{self, Compared, Finished, Origin, Started},
    passkey, password, second_step,
    views::SecondStepView,
};
use crate::{
    access::Actor,
    accounts::{
        devices::store as devices,
        factors::{
            bodies::{PasskeyProof, none_given, one_of},
            model::WrongProof,
            passkeys::{ceremonies::Passkeys, views::ChallengeView},
            store as factors,
        },
        limits::sign_in_limiter::{Doors, Known, Trier},
        model::CannotSignIn,
        passwords::{hashing::Hasher, model::Password},
        sessions::views::{SessionView, shown},
        store as accounts,
        tokens::one_time,
    },
    app::App,
    audit::{self, Call},
    db::{Db, Tx},
    http::{Answer, Body, Caller, Reply},
    kernel::{Email, Faults, Line},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/sessions").route(web::post().to(start_session)))
        .service(web::resource("/v1/sessions/second-factor").route(web::post().to(finish_session)))
        .service(
            web::resource("/v1/sessions/passkey/challenge")
                .route(web::post().to(challenge_sign_in)),
        )
        .service(
            web::resource("/v1/sessions/passkey").route(web::post().to(start_session_by_passkey)),
        );
}

/// Who signs in.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewSession {
    #[schema(example = "ada@camden.example")]
    pub email: Email,
    #[schema(value_type = String, example = "three random words")]
    pub password: String,
    /// What a sign-in on this device gave before: then what others try keeps nobody out here.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub device_token: Option<Line<200>>,
}

/// Sign in
///
/// An unknown address and a wrong password get the same answer in the same time. Where the account
/// has a second factor, the answer is 202 and says what `finish_session` asks for.
#[utoipa::path(
    post,
    path = "/v1/sessions",
    operation_id = "start_session",
    tag = "accounts",
    request_body = NewSession,
    responses(
        (status = 201, description = "The tokens", body = SessionView),
        (status = 202, description = "The second factor is asked for", body = SecondStepView),
        (status = 401, description = "Address and password do not belong together"),
        (status = 403, description = "The address is not proved, or the account is not active"),
        (status = 429, description = "Too many tries; Retry-After says how long to wait"),
    ),
)]
pub async fn start_session(
    app: Data<App>,
    (hasher, doors, passkeys): (Data<Hasher>, Data<Doors>, Data<Passkeys>),
    caller: Caller,
    Body(new): Body<NewSession>,
) -> Reply {
    let caller = Caller { credential: None, ..caller };
    let device = new.device_token.map(|token| one_time::token_hash(token.as_str()));
    let (email, at) = (new.email.clone(), caller.asked.at);
    let find = move |db: &mut Db, _: &Actor| {
        let known = accounts::find(db, email.as_str())?;
        let Some(hash) = device else { return Ok((known, None)) };
        // Asked for whether or not there is such an account, so that it takes as long.
        let owner = devices::owner_of(db, &hash, at)?;
        let its = owner.is_some() && owner == known.as_ref().map(|account| account.id);
        Ok((known, its.then_some(hash)))
    };
    let (known, device) = app.read_openly(caller.clone(), find).await?;
    let trier = Trier {
        email: new.email.as_str().to_owned(),
        from: caller.asked.from,
        known: device.clone().map_or(Known::Nothing, Known::Device),
    };
    let (user, hash) = known.map(|a| (a.id, a.password_hash)).unzip();
    let typed = Password::typed(new.password);
    let proved = doors.judge(&trier, hasher.proves(typed.clone(), hash.flatten())).await?;
    let hash = proved.ok_or(CannotSignIn::Wrong)?;
    let user = user.ok_or(CannotSignIn::Wrong)?;
    let outdated = hasher.is_outdated(&hash);
    let fresh = if outdated { Some(hasher.hash(typed).await?) } else { None };
    let origin = Origin { agent: caller.asked.agent.clone(), device };
    let compared = Compared { user, hash, fresh, origin };
    let passkeys = passkeys.into_inner();
    let start = move |tx: &mut Tx<'_>, call: &Call| password::start(tx, call, &compared, &passkeys);
    let show = |started: &Started| match started {
        Started::Session(pair) => shown(pair),
        Started::SecondStep(step) => Answer::accepted(&SecondStepView::from(step)),
    };
    Ok(audit::act_secretly(&app, caller, start, show).await?)
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
    let (hash, at) = (one_time::token_hash(body.token.as_str()), caller.asked.at);
    let find = move |db: &mut Db, _: &Actor| {
        let Some(step) = factors::step(db, &hash, at)? else { return Ok(None) };
        Ok(Some((accounts::addressee(db, step.user_id)?.email, step)))
    };
    let (email, step) =
        app.read_openly(caller.clone(), find).await?.ok_or_else(model::start_again)?;
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
    let device = body.device_token.map(|token| one_time::token_hash(token.as_str()));
    let origin = Origin { agent: caller.asked.agent.clone(), device };
    let (passkeys, proof) = (passkeys.into_inner(), body.passkey);
    let sign_in = move |tx: &mut Tx<'_>, call: &Call| {
        let given = (proof.challenge.as_str(), &proof.credential);
        passkey::with_passkey(tx, call, given, (&origin, &passkeys))
    };
    Ok(audit::act_secretly(&app, caller, sign_in, shown).await?)
}
