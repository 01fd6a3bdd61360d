//! Sign-in over HTTP: password, second factor, passkey.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{PasskeySignIn, PasswordSignIn, SecondFactorSignIn, SignInServices, SignedIn},
    passkey, password, second_step,
    views::SecondStepView,
};
use crate::{
    accounts::{
        factors::{
            bodies::{PasskeyProof, none_given, one_of},
            passkeys::{ceremonies::Passkeys, model::Challenge},
        },
        limits::sign_in_limiter::SignInLimiter,
        passwords::hashing::Hasher,
        sessions::views::{SessionView, shown},
    },
    http::{Refusal, prelude::*},
    kernel::Email,
    prelude::*,
};

operations! { "accounts":
    /// Sign in
    ///
    /// An unknown address and a wrong password get the same answer in the same time. If the account has
    /// a second factor, the answer is 202 and names the factors that `finish_session` accepts.
    post "/v1/sessions" start_session =
        open().secret().takes::<NewSession>().gives::<SessionView>(201, "The tokens")
            .gives::<SecondStepView>(202, "A second factor is required")
            .says(401, "The address or the password is wrong")
            .says(403, "The address is not confirmed, or the account is not active")
            .says(429, "Too many attempts; see Retry-After");

    /// Complete sign-in with a second factor
    ///
    /// After five wrong proofs the password is required again, and the owner is told by mail. Each code
    /// works once.
    post "/v1/sessions/second-factor" finish_session =
        open().secret().takes::<SecondFactor>().gives::<SessionView>(201, "The tokens")
            .says(401, "The sign-in has expired, or there were too many wrong proofs")
            .says(403, "The proof is not accepted")
            .says(429, "Too many attempts; see Retry-After");

    /// Begin sign-in with a passkey
    ///
    /// Returns the options for `navigator.credentials.get`.
    post "/v1/sessions/passkey/challenge" challenge_sign_in =
        open().gives::<Challenge>(200, "The challenge")
            .says(409, "This server has no domain name, which passkeys need");

    /// Sign in with a passkey
    ///
    /// Replaces the password. A passkey on a device that its user has unlocked counts as two factors.
    post "/v1/sessions/passkey" start_session_by_passkey =
        open().secret().takes::<PasskeySession>().gives::<SessionView>(201, "The tokens")
            .says(401, "The passkey is not accepted")
            .says(409, "This server has no domain name, which passkeys need");
}

impl FromRequest for SignInServices {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let missing = || Problem::new(kinds::INTERNAL, kinds::INTERNAL.advice);
        ready(services(request).ok_or_else(missing).map_err(Refusal::from))
    }
}

fn services(request: &HttpRequest) -> Option<SignInServices> {
    let hasher = request.app_data::<Data<Hasher>>()?;
    let limiter = request.app_data::<Data<SignInLimiter>>()?;
    let passkeys = request.app_data::<Data<Passkeys>>()?;
    Some(SignInServices {
        hasher: Hasher::clone(hasher),
        limiter: Arc::clone(limiter),
        passkeys: Arc::clone(passkeys),
    })
}

/// The credentials of a sign-in.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewSession {
    /// The address of the account.
    #[schema(example = "ada@camden.example")]
    pub email: Email,
    /// The password of the account.
    #[schema(value_type = String, example = "three random words")]
    pub password: String,
    /// The token of an earlier sign-in on this device, which others' attempts do not slow down.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub device_token: Option<Line<200>>,
}

async fn start_session(
    request: Request,
    services: SignInServices,
    Body(new): Body<NewSession>,
) -> Reply {
    let NewSession { email, password, device_token } = new;
    let asked = PasswordSignIn { email, password, device_token };
    password::sign_in(&request, &services, asked, started).await
}

/// The tokens, or the second step to them.
fn started(signed_in: &SignedIn) -> Answer {
    match signed_in {
        SignedIn::Session(pair) => shown(pair),
        SignedIn::SecondStep(step) => Answer::accepted(&SecondStepView::from(step)),
    }
}

/// The second factor of a sign-in: one of `code`, `recovery_code` and `passkey`.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct SecondFactor {
    /// The token that the first step gave.
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
    /// An unused recovery code.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "abcd-efgh-ijkl-mnop")]
    pub recovery_code: Option<Line<40>>,
    /// The answer of a passkey to the challenge of the first step.
    #[deserr(default)]
    pub passkey: Option<PasskeyProof>,
}

async fn finish_session(
    request: Request,
    services: SignInServices,
    Body(body): Body<SecondFactor>,
) -> Reply {
    let proof = one_of(body.code, body.recovery_code, body.passkey)?;
    let proof = proof.ok_or_else(|| none_given("a code, a recovery code or a passkey"))?;
    let asked = SecondFactorSignIn { token: body.token, proof };
    second_step::finish_sign_in(&request, &services, asked, shown).await
}

async fn challenge_sign_in(request: Request, passkeys: Data<Passkeys>) -> Reply {
    let challenge = passkeys.begin_sign_in(&request.app, request.at())?;
    Ok(Answer::ok(&challenge))
}

/// A passkey, to sign in with.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct PasskeySession {
    /// The answer of a passkey to the challenge of `challenge_sign_in`.
    pub passkey: PasskeyProof,
    /// As in `start_session`.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub device_token: Option<Line<200>>,
}

async fn start_session_by_passkey(
    request: Request,
    services: SignInServices,
    Body(body): Body<PasskeySession>,
) -> Reply {
    let PasskeySession { passkey, device_token } = body;
    let asked = PasskeySignIn { answer: passkey.into_answer(), device_token };
    passkey::sign_in_by_passkey(&request, &services, asked, shown).await
}
