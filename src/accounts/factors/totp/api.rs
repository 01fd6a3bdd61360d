//! The authenticator app over HTTP.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{enrolment, views::TotpView};
use crate::{
    accounts::{
        factors::recovery_codes::{model::Codes, views::RecoveryCodesView},
        sign_in::model::SignInServices,
    },
    http::prelude::*,
    prelude::*,
};

operations! { "accounts":
    /// Set up an authenticator app
    ///
    /// Returns the TOTP secret once. Sign-in asks for codes after `confirm_totp`. Needs authentication
    /// within the last five minutes (see `step_up`).
    post "/v1/me/totp" add_totp =
        signed_in().secret().gives::<TotpView>(201, "The secret")
            .says(409, "An authenticator app already exists");

    /// Confirm an authenticator app
    ///
    /// With a code from the app. Sign-in asks for codes from now on. My other sessions end, and I am
    /// told by mail.
    post "/v1/me/totp/confirmation" confirm_totp =
        signed_in().secret().takes::<TotpCode>()
            .gives::<RecoveryCodesView>(201, "The recovery codes")
            .says(403, "The code is wrong")
            .says(409, "No set-up of an authenticator app has begun");

    /// Remove my authenticator app
    ///
    /// A person whose roles require a second factor keeps at least one. Needs authentication within the
    /// last five minutes (see `step_up`).
    delete "/v1/me/totp" remove_totp =
        signed_in().says(204, "The authenticator app is removed")
            .says(409, "There is no authenticator app, or it is the last factor and a role requires one");
}

async fn add_totp(request: Request) -> Reply {
    let add = |tx: &mut Tx<'_>, call: &Call| {
        enrolment::add_totp(tx, call)?.then(|totp| TotpView::of(&totp))
    };
    let show = |view: &TotpView| Answer::created(view, "/v1/me/totp");
    request.act(add, show).await
}

/// A code of an authenticator app.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct TotpCode {
    /// Six digits of the authenticator app.
    #[schema(value_type = String, example = "123456")]
    pub code: Line<20>,
}

async fn confirm_totp(
    request: Request,
    services: SignInServices,
    Body(body): Body<TotpCode>,
) -> Reply {
    let code = body.code.into_string().replace(' ', "");
    let show = |codes: &Codes| {
        Answer::created(&RecoveryCodesView::of(codes.as_deref()), "/v1/me/second-factors")
    };
    enrolment::confirm(&request, &services, code, show).await
}

async fn remove_totp(request: Request) -> Reply {
    request.act(enrolment::remove_totp, |()| Answer::done()).await
}
