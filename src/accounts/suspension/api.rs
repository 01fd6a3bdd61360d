//! Suspension over HTTP, for administrators of the platform.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::suspending;
use crate::{
    access::User,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Text},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::resource("/v1/users/{id}/suspension")
            .route(web::post().to(suspend_user))
            .route(web::delete().to(reinstate_user)),
    );
}

/// The reason for the suspension; the user is told.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Suspension {
    #[schema(example = "Your password was found in a leak; write to us to be let in again.")]
    pub reason: Text<2_000>,
}

/// Suspend a user
///
/// By an administrator. The user's sessions end at once, and the user is told the reason.
#[utoipa::path(
    post,
    path = "/v1/users/{id}/suspension",
    operation_id = "suspend_user",
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    request_body = Suspension,
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Suspended"),
        (status = 409, description = "Not an active account"),
    ),
)]
pub async fn suspend_user(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<User>>,
    Body(body): Body<Suspension>,
) -> Reply {
    let id = path.into_inner();
    let suspend =
        move |tx: &mut Tx<'_>, call: &Call| suspending::suspend(tx, call, id, &body.reason);
    Ok(audit::act(&app, caller, suspend, |()| Answer::done()).await?)
}

/// Reinstate a user
///
/// By an administrator. The user can sign in again and is told.
#[utoipa::path(
    delete,
    path = "/v1/users/{id}/suspension",
    operation_id = "reinstate_user",
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Reinstated"),
        (status = 409, description = "Not a suspended account"),
    ),
)]
pub async fn reinstate_user(app: Data<App>, caller: Caller, path: Path<Id<User>>) -> Reply {
    let id = path.into_inner();
    let reinstate = move |tx: &mut Tx<'_>, call: &Call| suspending::reinstate(tx, call, id);
    Ok(audit::act(&app, caller, reinstate, |()| Answer::done()).await?)
}
