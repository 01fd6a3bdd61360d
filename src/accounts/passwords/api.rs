//! Passwords: forgotten, set by a link, changed.

use std::time::Duration;

use actix_web::web::Data;
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
    accounts::{
        limits::sign_in_limiter::{LetterReason, SignInLimiter},
        model::BadLink,
        store as accounts,
        store::Purpose,
        tokens::one_time,
    },
    http::prelude::*,
    kernel::Email,
    prelude::*,
};
use crate::{audit::Request, operations};

operations! { "accounts":
    /// Request a password reset
    ///
    /// Mails a link to set a new password, valid for 30 minutes. The answer is the same whether or not
    /// the address has an account.
    post "/v1/users/password-reset" reset_password =
        open().takes::<AddressBody>().says(204, "A mail is sent if the address has an account");

    /// Resend the verification link
    ///
    /// Mails a link to choose a password, which also verifies the address, because the first
    /// registration may have come from somebody else. The answer is the same whether or not the address
    /// has an account.
    post "/v1/users/verification/resend" resend_verification =
        open().takes::<AddressBody>().says(204, "A mail is sent if the address has an account");

    /// Set a password with a token
    ///
    /// With the token from a mail, or from `guildhall admin create`. This also verifies the address.
    /// All sessions of the account end, and its owner is told.
    post "/v1/users/password" set_password =
        open().takes::<NewPassword>().says(204, "The password is set; sign in");

    /// Change my password
    ///
    /// My other sessions end, and I am told by mail.
    post "/v1/me/password" change_password =
        signed_in().takes::<PasswordChange>().says(204, "The password is changed")
            .says(403, "The current password is wrong");
}

/// The address of an account.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct AddressBody {
    /// The address of the account.
    #[schema(example = "ada@camden.example")]
    pub email: Email,
}

async fn reset_password(
    request: Request,
    limiter: Data<SignInLimiter>,
    Body(body): Body<AddressBody>,
) -> Reply {
    limiter.check_sender(request.caller().asked.from)?;
    limiter.check_letter(LetterReason::Link, body.email.as_str())?;
    let request = request.anonymously();
    Ok(evenly(
        request
            .act(move |tx, call| setting::ask_for_link(tx, call, &body.email), |()| Answer::done()),
    )
    .await?)
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

async fn resend_verification(
    request: Request,
    limiter: Data<SignInLimiter>,
    body: Body<AddressBody>,
) -> Reply {
    reset_password(request, limiter, body).await
}

/// A token and the password that it sets.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewPassword {
    /// The token from the mail.
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub token: Line<200>,
    /// The new password: at least 12 characters of any kind.
    #[schema(value_type = String, min_length = 12, example = "three random words")]
    pub password: Password,
}

async fn set_password(
    request: Request,
    hasher: Data<Hasher>,
    limiter: Data<SignInLimiter>,
    Body(new): Body<NewPassword>,
) -> Reply {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let hash = one_time::token_hash(new.token.as_str());
    let at = request.at();
    let find =
        move |db: &mut Db, _: &Actor| accounts::account_of_link(db, Purpose::Password, &hash, at);
    let account = request.read(find).await?.ok_or(BadLink::Spent)?;
    strong(&hasher, &new.password, account.words_about(), "/password").await?;
    let hash = hasher.hash(new.password).await?;
    let place = request.caller().asked.from;
    let answer = request
        .act(
            move |tx, call| setting::set_password(tx, call, new.token.as_str(), &hash),
            |()| Answer::done(),
        )
        .await?;
    limiter.forgive(&account.email, place);
    Ok(answer)
}

/// The current and the new password.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct PasswordChange {
    /// The password as it is now.
    #[schema(value_type = String, example = "three random words")]
    pub current_password: String,
    /// The new password: at least 12 characters of any kind.
    #[schema(value_type = String, min_length = 12, example = "four more random words")]
    pub new_password: Password,
}

async fn change_password(
    request: Request,
    hasher: Data<Hasher>,
    limiter: Data<SignInLimiter>,
    Body(body): Body<PasswordChange>,
) -> Reply {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let check = PasswordCheck { request: &request, hasher: &hasher, limiter: &limiter };
    let confirmed = check.confirm(body.current_password).await?;
    let ConfirmedPassword { account, hash } = confirmed;
    strong(&hasher, &body.new_password, account.words_about(), "/new_password").await?;
    let change = PasswordHashes { current: hash, next: hasher.hash(body.new_password).await? };
    request.act(move |tx, call| setting::change(tx, call, &change), |()| Answer::done()).await
}
