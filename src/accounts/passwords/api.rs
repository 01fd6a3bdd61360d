//! Passwords: forgotten, set by a link, changed.

use std::time::Duration;

use actix_web::web::{self, Data};
use deserr::Deserr;
use tokio::time::{Instant, sleep_until};
use utoipa::ToSchema;

use super::{
    checking::{ConfirmedPassword, PasswordCheck, strong},
    hashing::Hasher,
    model::{Password, PasswordHashes},
    setting,
};
use crate::{
    access::Actor,
    accounts::{
        limits::sign_in_limiter::{LetterReason, SignInLimiter},
        model::BadLink,
        store as accounts,
        store::Purpose,
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
        .service(
            web::resource("/v1/users/verification/resend")
                .route(web::post().to(resend_verification)),
        )
        .service(web::resource("/v1/users/password").route(web::post().to(set_password)))
        .service(web::resource("/v1/users/password-reset").route(web::post().to(reset_password)))
        .service(web::resource("/v1/me/password").route(web::post().to(change_password)));
}

/// The address of an account.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct AddressBody {
    #[schema(example = "ada@camden.example")]
    pub email: Email,
}

/// Request a password reset
///
/// Mails a link to set a new password, valid for 30 minutes. The answer is the same whether or not
/// the address has an account.
#[utoipa::path(
    post,
    path = "/v1/users/password-reset",
    operation_id = "reset_password",
    tag = "accounts",
    request_body = AddressBody,
    responses((status = 204, description = "A mail is sent if the address has an account")),
)]
pub async fn reset_password(
    app: Data<App>,
    limiter: Data<SignInLimiter>,
    caller: Caller,
    Body(body): Body<AddressBody>,
) -> Reply {
    limiter.check_sender(caller.asked.from)?;
    limiter.check_letter(LetterReason::Link, body.email.as_str())?;
    let ask = move |tx: &mut Tx<'_>, call: &Call| setting::ask_for_link(tx, call, &body.email);
    let caller = Caller { credential: None, ..caller };
    Ok(evenly(audit::act_openly(&app, caller, ask, |()| Answer::done())).await?)
}

/// What an answer takes is rounded up to this: a link for somebody takes a tenth of a millisecond
/// longer than a letter to nobody, which two thousand tries could tell (SAFETY E11; measured by
/// `tests/e2e/times.py`).
const STEP: Duration = Duration::from_millis(20);

async fn evenly<T>(answer: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let answer = answer.await;
    let mut leaves = began + STEP;
    while leaves < Instant::now() {
        leaves += STEP;
    }
    sleep_until(leaves).await;
    answer
}

/// Resend the verification link
///
/// Mails a link to choose a password, which also verifies the address, because the first
/// registration may have come from somebody else. The answer is the same whether or not the address
/// has an account.
#[utoipa::path(
    post,
    path = "/v1/users/verification/resend",
    operation_id = "resend_verification",
    tag = "accounts",
    request_body = AddressBody,
    responses((status = 204, description = "A mail is sent if the address has an account")),
)]
pub async fn resend_verification(
    app: Data<App>,
    limiter: Data<SignInLimiter>,
    caller: Caller,
    body: Body<AddressBody>,
) -> Reply {
    reset_password(app, limiter, caller, body).await
}

/// A token and the password that it sets.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewPassword {
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub token: Line<200>,
    #[schema(value_type = String, min_length = 12, example = "three random words")]
    pub password: Password,
}

/// Set a password with a token
///
/// With the token from a mail, or from `guildhall admin create`. This also verifies the address.
/// All sessions of the account end, and its owner is told.
#[utoipa::path(
    post,
    path = "/v1/users/password",
    operation_id = "set_password",
    tag = "accounts",
    request_body = NewPassword,
    responses((status = 204, description = "The password is set; sign in")),
)]
pub async fn set_password(
    app: Data<App>,
    hasher: Data<Hasher>,
    limiter: Data<SignInLimiter>,
    caller: Caller,
    Body(new): Body<NewPassword>,
) -> Reply {
    if let Some(answer) = audit::answered(&app, &caller).await? {
        return Ok(answer);
    }
    let hash = one_time::token_hash(new.token.as_str());
    let at = caller.asked.at;
    let find =
        move |db: &mut Db, _: &Actor| accounts::account_of_link(db, Purpose::Password, &hash, at);
    let account = app.read_openly(caller.clone(), find).await?.ok_or(BadLink::Spent)?;
    strong(&hasher, &new.password, account.words_about(), "/password").await?;
    let hash = hasher.hash(new.password).await?;
    let set = move |tx: &mut Tx<'_>, call: &Call| {
        setting::set_password(tx, call, new.token.as_str(), &hash)
    };
    let place = caller.asked.from;
    let answer = audit::act_openly(&app, caller, set, |()| Answer::done()).await?;
    limiter.forgive(&account.email, place);
    Ok(answer)
}

/// The current and the new password.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct PasswordChange {
    #[schema(value_type = String, example = "three random words")]
    pub current_password: String,
    #[schema(value_type = String, min_length = 12, example = "four more random words")]
    pub new_password: Password,
}

/// Change my password
///
/// My other sessions end, and I am told by mail.
#[utoipa::path(
    post,
    path = "/v1/me/password",
    operation_id = "change_password",
    tag = "accounts",
    request_body = PasswordChange,
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The password is changed"),
        (status = 403, description = "The current password is wrong"),
    ),
)]
pub async fn change_password(
    app: Data<App>,
    hasher: Data<Hasher>,
    limiter: Data<SignInLimiter>,
    caller: Caller,
    Body(body): Body<PasswordChange>,
) -> Reply {
    if let Some(answer) = audit::answered(&app, &caller).await? {
        return Ok(answer);
    }
    let check = PasswordCheck { app: &app, hasher: &hasher, limiter: &limiter };
    let confirmed = check.confirm(&caller, body.current_password).await?;
    let ConfirmedPassword { account, hash } = confirmed;
    strong(&hasher, &body.new_password, account.words_about(), "/new_password").await?;
    let change = PasswordHashes { current: hash, next: hasher.hash(body.new_password).await? };
    let run = move |tx: &mut Tx<'_>, call: &Call| setting::change(tx, call, &change);
    Ok(audit::act(&app, caller, run, |()| Answer::done()).await?)
}
