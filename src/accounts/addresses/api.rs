//! Addresses: another one for one's account, confirmed by the new, taken back by the old.

use actix_web::web::{self, Data};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{changing, model::NewAddress};
use crate::{
    accounts::{
        limits::sign_in_limiter::{LetterReason, SignInLimiter},
        passwords::{checking::PasswordCheck, hashing::Hasher},
        registration::api::TokenBody,
    },
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Email, Faults},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/me/email").route(web::post().to(change_email)))
        .service(web::resource("/v1/users/email").route(web::post().to(confirm_email)))
        .service(web::resource("/v1/users/email/undo").route(web::post().to(undo_email)));
}

/// The new address, and the current password.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EmailChange {
    #[schema(example = "ada.osei@camden.example")]
    pub email: Email,
    #[schema(value_type = String, example = "three random words")]
    pub password: String,
}

/// Change my e-mail address
///
/// Mails a confirmation link to the new address and a cancellation link to the old one. The address
/// changes when the new one is confirmed.
#[utoipa::path(
    post,
    path = "/v1/me/email",
    operation_id = "change_email",
    tag = "accounts",
    request_body = EmailChange,
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Two mails are sent"),
        (status = 403, description = "The password is wrong"),
    ),
)]
pub async fn change_email(
    app: Data<App>,
    hasher: Data<Hasher>,
    limiter: Data<SignInLimiter>,
    caller: Caller,
    Body(body): Body<EmailChange>,
) -> Reply {
    if let Some(answer) = audit::answered(&app, &caller).await? {
        return Ok(answer);
    }
    let check = PasswordCheck { app: &app, hasher: &hasher, limiter: &limiter };
    let hash = check.confirm(&caller, body.password).await?.hash;
    limiter.check_sender(caller.asked.from)?;
    limiter.check_letter(LetterReason::NewAddress, body.email.as_str())?;
    let asked = NewAddress { email: body.email, password_hash: hash };
    let ask = move |tx: &mut Tx<'_>, call: &Call| changing::ask(tx, call, &asked);
    Ok(audit::act(&app, caller, ask, |()| Answer::done()).await?)
}

/// Confirm a new e-mail address
///
/// With the token from the mail to the new address. The token works once, for a day.
#[utoipa::path(
    post,
    path = "/v1/users/email",
    operation_id = "confirm_email",
    tag = "accounts",
    request_body = TokenBody,
    responses((status = 204, description = "The address is changed; sign in with it")),
)]
pub async fn confirm_email(app: Data<App>, caller: Caller, Body(body): Body<TokenBody>) -> Reply {
    let confirm =
        move |tx: &mut Tx<'_>, call: &Call| changing::confirm(tx, call, body.token.as_str());
    Ok(audit::act_openly(&app, caller, confirm, |()| Answer::done()).await?)
}

/// Undo a change of e-mail address
///
/// With the token from the mail to the old address, until three days after the change. All sessions
/// end, and the old address receives a link to set a new password.
#[utoipa::path(
    post,
    path = "/v1/users/email/undo",
    operation_id = "undo_email",
    tag = "accounts",
    request_body = TokenBody,
    responses((status = 204, description = "The old address stays")),
)]
pub async fn undo_email(app: Data<App>, caller: Caller, Body(body): Body<TokenBody>) -> Reply {
    let undo = move |tx: &mut Tx<'_>, call: &Call| changing::undo(tx, call, body.token.as_str());
    Ok(audit::act_openly(&app, caller, undo, |()| Answer::done()).await?)
}
