//! Recovery codes over HTTP.

use actix_web::web::{self, Data};

use super::{model::RecoveryCode, renewal, views::RecoveryCodesView};
use crate::{
    app::{self, App},
    audit,
    http::{Answer, Caller, Reply},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::resource("/v1/me/recovery-codes").route(web::post().to(renew_recovery_codes)),
    );
}

/// Generate ten new recovery codes
///
/// The old recovery codes stop working. Needs authentication within the last five minutes (see
/// `step_up`).
#[utoipa::path(
    post,
    path = "/v1/me/recovery-codes",
    operation_id = "renew_recovery_codes",
    tag = "accounts",
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The codes", body = RecoveryCodesView),
        (status = 409, description = "The account has no second factor"),
    ),
)]
pub async fn renew_recovery_codes(app: Data<App>, caller: Caller) -> Reply {
    app::signed_in(&caller)?;
    let show = |codes: &Vec<RecoveryCode>| {
        Answer::created(&RecoveryCodesView::of(Some(codes)), "/v1/me/second-factors")
    };
    Ok(audit::act_secretly(&app, caller, renewal::new_codes, show).await?)
}
