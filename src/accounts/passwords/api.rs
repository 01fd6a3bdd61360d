//! Passwords: forgotten, set by a link, changed.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    model::{NewPassword, PasswordChange},
    setting,
};
use crate::{
    accounts::sign_in::model::SignInServices, http::prelude::*, kernel::Email, prelude::*,
};

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
    services: SignInServices,
    Body(body): Body<AddressBody>,
) -> Reply {
    setting::request_link(&request, &services, body.email, |()| Answer::done()).await
}

async fn resend_verification(
    request: Request,
    services: SignInServices,
    body: Body<AddressBody>,
) -> Reply {
    reset_password(request, services, body).await
}

async fn set_password(
    request: Request,
    services: SignInServices,
    Body(new): Body<NewPassword>,
) -> Reply {
    setting::set_by_link(&request, &services, new, |()| Answer::done()).await
}

async fn change_password(
    request: Request,
    services: SignInServices,
    Body(change): Body<PasswordChange>,
) -> Reply {
    setting::change_password(&request, &services, change, |()| Answer::done()).await
}
