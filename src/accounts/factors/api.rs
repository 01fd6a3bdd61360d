//! The list of second factors over HTTP, and their reset by an administrator.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{reading, reset, views::SecondFactorsView};
use crate::{
    access::User,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Text},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/me/second-factors").route(web::get().to(list_second_factors)))
        .service(
            web::resource("/v1/users/{id}/second-factor-reset")
                .route(web::post().to(reset_second_factors)),
        );
}

/// List my second factors
///
/// The authenticator app, the passkeys, and the number of recovery codes left.
#[utoipa::path(
    get,
    path = "/v1/me/second-factors",
    operation_id = "list_second_factors",
    tag = "accounts",
    security(("bearer" = [])),
    responses((status = 200, description = "The second factors", body = SecondFactorsView)),
)]
pub async fn list_second_factors(app: Data<App>, caller: Caller) -> Reply {
    let factors = app.read(caller, reading::own_factors).await?;
    Ok(Answer::ok(&SecondFactorsView::from(&factors)))
}

/// The reason for the reset; the user is told.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct FactorReset {
    #[schema(
        example = "You have lost your telephone, and we have spoken on the number that we have of you."
    )]
    pub reason: Text<2_000>,
}

/// Reset the second factors of a user
///
/// By an administrator, for a user who has lost all of them. The user's sessions end, and the user
/// is told.
#[utoipa::path(
    post,
    path = "/v1/users/{id}/second-factor-reset",
    operation_id = "reset_second_factors",
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    request_body = FactorReset,
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The second factors are removed"),
        (status = 409, description = "The user has no second factors"),
    ),
)]
pub async fn reset_second_factors(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<User>>,
    Body(body): Body<FactorReset>,
) -> Reply {
    let id = path.into_inner();
    let reset = move |tx: &mut Tx<'_>, call: &Call| reset::reset(tx, call, id, &body.reason);
    Ok(audit::act(&app, caller, reset, |()| Answer::done()).await?)
}
