//! Registration over HTTP.

use actix_web::web::Data;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{Registered, Registration},
    registering,
};
use crate::{
    accounts::{
        limits::sign_in_limiter::{LetterReason, SignInLimiter},
        passwords::{checking::strong, hashing::Hasher, model::Password, strength},
    },
    http::prelude::*,
    kernel::Email,
    prelude::*,
};
use crate::{audit::Request, operations};

operations! { "accounts":
    /// Register an account
    ///
    /// Mails a link that verifies the address. The answer is the same if the address already has an
    /// account; its owner is then told by mail.
    post "/v1/users" register_user =
        open().takes::<NewUser>().gives::<Registered>(201, "The account, to be verified");

    /// Verify an e-mail address
    ///
    /// With the token from the mail. The token works once, for two days.
    post "/v1/users/verification" verify_user =
        open().takes::<TokenBody>().says(204, "The address is confirmed; sign in");
}

/// A new account.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewUser {
    /// The address of the person; the account is verified by it.
    #[schema(example = "ada@camden.example")]
    pub email: Email,
    /// At least 12 characters of any kind.
    #[schema(value_type = String, min_length = 12, example = "three random words")]
    pub password: Password,
    /// The name of the person, as colleagues see it.
    #[schema(example = "Ada Osei")]
    pub full_name: Line<120>,
}

async fn register_user(
    request: Request,
    hasher: Data<Hasher>,
    limiter: Data<SignInLimiter>,
    Body(new): Body<NewUser>,
) -> Reply {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    limiter.check_sender(request.caller().asked.from)?;
    let about = strength::words_about(new.email.as_str(), new.full_name.as_str());
    strong(&hasher, &new.password, about, "/password").await?;
    limiter.check_letter(LetterReason::Registration, new.email.as_str())?;
    let password_hash = hasher.hash(new.password).await?;
    let asked = Registration { email: new.email, full_name: new.full_name, password_hash };
    let show = |new: &Registered| Answer::created(new, "/v1/me");
    request.act(move |tx, call| registering::register(tx, call, &asked), show).await
}

/// A token from a mail.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct TokenBody {
    /// The token from the mail.
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub token: Line<200>,
}

async fn verify_user(request: Request, Body(body): Body<TokenBody>) -> Reply {
    request
        .act(
            move |tx, call| registering::verify(tx, call, body.token.as_str()),
            |()| Answer::done(),
        )
        .await
}
