//! Changes of address over HTTP.

use super::{changing, model::EmailChange};
use crate::{
    accounts::{registration::api::TokenBody, sign_in::model::SignInServices},
    http::prelude::*,
    prelude::*,
};

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

async fn change_email(
    request: Request,
    services: SignInServices,
    Body(change): Body<EmailChange>,
) -> Reply {
    changing::change_email(&request, &services, change, |()| Answer::done()).await
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
