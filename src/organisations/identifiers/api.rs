//! An organisation's identifiers over HTTP.

use actix_web::web::{self, Data, Path};

use super::{
    super::views::{OrganisationView, created},
    changing,
    model::{Identifier, IdentifierOf},
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Body, Caller, Reply},
    kernel::Id,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/organisations/{id}/identifiers")
                .route(web::post().to(add_identifier)),
        )
        .service(
            web::resource("/v1/organisations/{id}/identifiers/withdrawal")
                .route(web::post().to(withdraw_identifier)),
        )
        .service(
            web::resource("/v1/organisations/{id}/identifiers/verification")
                .route(web::post().to(verify_identifier)),
        );
}

/// Add an identifier
///
/// By an owner. The identifier is shown as not verified until an administrator has checked it in
/// its register.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/identifiers",
    operation_id = "add_identifier",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = Identifier,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The organisation as it is now", body = OrganisationView),
        (status = 409, description = "The identifier already exists, or belongs to another organisation"),
    ),
)]
pub async fn add_identifier(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(new): Body<Identifier>,
) -> Reply {
    let id = path.into_inner();
    let asked = IdentifierOf { organisation: id, identifier: new };
    let add = move |tx: &mut Tx<'_>, call: &Call| changing::add(tx, call, &asked);
    Ok(audit::act(&app, caller, add, created).await?)
}

/// Withdraw an identifier
///
/// By an owner. An organisation keeps at least one identifier.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/identifiers/withdrawal",
    operation_id = "withdraw_identifier",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = Identifier,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The organisation as it is now", body = OrganisationView),
        (status = 409, description = "The identifier is the last one, or does not exist"),
    ),
)]
pub async fn withdraw_identifier(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(old): Body<Identifier>,
) -> Reply {
    let id = path.into_inner();
    let asked = IdentifierOf { organisation: id, identifier: old };
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| changing::withdraw(tx, call, &asked);
    Ok(audit::act(&app, caller, withdraw, created).await?)
}

/// Verify an identifier
///
/// By an administrator who is not a member of the organisation and has found the identifier in its
/// register. Verifying the organisation also verifies all its identifiers of that time.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/identifiers/verification",
    operation_id = "verify_identifier",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = Identifier,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The organisation as it is now", body = OrganisationView),
        (status = 409, description = "The organisation does not have the identifier"),
    ),
)]
pub async fn verify_identifier(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(found): Body<Identifier>,
) -> Reply {
    let id = path.into_inner();
    let asked = IdentifierOf { organisation: id, identifier: found };
    let verify = move |tx: &mut Tx<'_>, call: &Call| changing::verify(tx, call, &asked);
    Ok(audit::act(&app, caller, verify, created).await?)
}
