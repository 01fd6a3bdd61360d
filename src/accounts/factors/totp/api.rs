//! The authenticator app over HTTP.

use actix_web::web::{self, Data};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{enrolment, views::TotpView};
use crate::{
    access::Actor,
    accounts::{
        factors::{
            model::WrongProof,
            recovery_codes::{model::Codes, views::RecoveryCodesView},
        },
        limits::sign_in_limiter::{Attempt, KnownBy, SignInLimiter},
        sessions::model::no_session,
    },
    app::{self, App},
    audit::{self, Call},
    db::{Db, Fault, Tx},
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Kind, Line, kinds},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/me/totp")
                .route(web::post().to(add_totp))
                .route(web::delete().to(remove_totp)),
        )
        .service(web::resource("/v1/me/totp/confirmation").route(web::post().to(confirm_totp)));
}

/// Set up an authenticator app
///
/// Returns the TOTP secret once. Sign-in asks for codes after `confirm_totp`. Needs authentication
/// within the last five minutes (see `step_up`).
#[utoipa::path(
    post,
    path = "/v1/me/totp",
    operation_id = "add_totp",
    tag = "accounts",
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The secret", body = TotpView),
        (status = 409, description = "An authenticator app already exists"),
    ),
)]
pub async fn add_totp(app: Data<App>, caller: Caller) -> Reply {
    app::signed_in(&caller)?;
    let add = |tx: &mut Tx<'_>, call: &Call| {
        enrolment::add_totp(tx, call)?.then(|totp| TotpView::of(&totp))
    };
    let show = |view: &TotpView| Answer::created(view, "/v1/me/totp");
    Ok(audit::act_secretly(&app, caller, add, show).await?)
}

/// A code of an authenticator app.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct TotpCode {
    #[schema(value_type = String, example = "123456")]
    pub code: Line<20>,
}

/// Confirm an authenticator app
///
/// With a code from the app. Sign-in asks for codes from now on. My other sessions end, and I am
/// told by mail.
#[utoipa::path(
    post,
    path = "/v1/me/totp/confirmation",
    operation_id = "confirm_totp",
    tag = "accounts",
    request_body = TotpCode,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The recovery codes", body = RecoveryCodesView),
        (status = 403, description = "The code is wrong"),
        (status = 409, description = "No set-up of an authenticator app has begun"),
    ),
)]
pub async fn confirm_totp(
    app: Data<App>,
    limiter: Data<SignInLimiter>,
    caller: Caller,
    Body(body): Body<TotpCode>,
) -> Reply {
    let me = |_: &mut Db, actor: &Actor| Ok(actor.user().ok_or_else(no_session)?);
    let user = app.read(caller.clone(), me).await?;
    let attempt =
        Attempt { email: String::new(), from: caller.asked.from, known: KnownBy::Password(user) };
    let code = body.code.into_string().replace(' ', "");
    let confirm = move |tx: &mut Tx<'_>, call: &Call| enrolment::confirm_totp(tx, call, &code);
    let show = |codes: &Codes| {
        Answer::created(&RecoveryCodesView::of(codes.as_deref()), "/v1/me/second-factors")
    };
    let judged = async {
        match audit::act_secretly(&app, caller, confirm, show).await {
            Ok(answer) => Ok(Some(answer)),
            Err(Fault::Refused(problem)) if is_wrong(problem.kind) => Ok(None),
            Err(fault) => Err(fault),
        }
    };
    Ok(limiter.check(&attempt, judged).await?.ok_or(WrongProof)?)
}

fn is_wrong(kind: Kind) -> bool {
    kind == kinds::WRONG_PROOF
}

/// Remove my authenticator app
///
/// A person whose roles require a second factor keeps at least one. Needs authentication within the
/// last five minutes (see `step_up`).
#[utoipa::path(
    delete,
    path = "/v1/me/totp",
    operation_id = "remove_totp",
    tag = "accounts",
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The authenticator app is removed"),
        (status = 409, description = "There is no authenticator app, or it is the last factor and a role requires one"),
    ),
)]
pub async fn remove_totp(app: Data<App>, caller: Caller) -> Reply {
    Ok(audit::act(&app, caller, enrolment::remove_totp, |()| Answer::done()).await?)
}
