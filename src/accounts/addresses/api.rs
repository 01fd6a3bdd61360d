//! Addresses: another one for one's account, confirmed by the new, taken back by the old.

use actix_web::web::Data;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{changing, model::NewAddress};
use crate::{
    accounts::{
        limits::sign_in_limiter::{LetterReason, SignInLimiter},
        passwords::{checking::PasswordCheck, hashing::Hasher},
        registration::api::TokenBody,
    },
    http::prelude::*,
    kernel::Email,
    prelude::*,
};
use crate::{audit::Request, operations};

operations! { "accounts":
    /// Change my e-mail address
    ///
    /// Mails a confirmation link to the new address and a cancellation link to the old one. The address
    /// changes when the new one is confirmed.
    post "/v1/me/email" change_email =
        signed_in().takes::<EmailChange>().says(204, "Two mails are sent")
            .says(403, "The password is wrong");

    /// Confirm a new e-mail address
    ///
    /// With the token from the mail to the new address. The token works once, for a day.
    post "/v1/users/email" confirm_email =
        open().takes::<TokenBody>().says(204, "The address is changed; sign in with it");

    /// Undo a change of e-mail address
    ///
    /// With the token from the mail to the old address, until three days after the change. All sessions
    /// end, and the old address receives a link to set a new password.
    post "/v1/users/email/undo" undo_email =
        open().takes::<TokenBody>().says(204, "The old address stays");
}

/// The new address, and the current password.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EmailChange {
    /// The new address.
    #[schema(example = "ada.osei@camden.example")]
    pub email: Email,
    /// The current password of the account.
    #[schema(value_type = String, example = "three random words")]
    pub password: String,
}

async fn change_email(
    request: Request,
    hasher: Data<Hasher>,
    limiter: Data<SignInLimiter>,
    Body(body): Body<EmailChange>,
) -> Reply {
    if let Some(answer) = request.answered().await? {
        return Ok(answer);
    }
    let check = PasswordCheck { request: &request, hasher: &hasher, limiter: &limiter };
    let hash = check.confirm(body.password).await?.hash;
    limiter.check_sender(request.caller().asked.from)?;
    limiter.check_letter(LetterReason::NewAddress, body.email.as_str())?;
    let asked = NewAddress { email: body.email, password_hash: hash };
    request.act(move |tx, call| changing::ask(tx, call, &asked), |()| Answer::done()).await
}

async fn confirm_email(request: Request, Body(body): Body<TokenBody>) -> Reply {
    request
        .act(move |tx, call| changing::confirm(tx, call, body.token.as_str()), |()| Answer::done())
        .await
}

async fn undo_email(request: Request, Body(body): Body<TokenBody>) -> Reply {
    request
        .act(move |tx, call| changing::undo(tx, call, body.token.as_str()), |()| Answer::done())
        .await
}
