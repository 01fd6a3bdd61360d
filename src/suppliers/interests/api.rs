//! Interests of suppliers over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{declaring, reading};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Theme},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::resource("/v1/organisations/{id}/interests")
            .route(web::get().to(get_interests))
            .route(web::put().to(declare_interests)),
    );
}

/// The themes that interest a supplier.
#[derive(Debug, Clone, Deserr, Serialize, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Interests {
    /// At most fifty.
    #[schema(example = json!(["air-quality", "housing-repairs"]))]
    pub themes: Vec<Theme>,
}

/// Get the themes that interest a supplier
///
/// For its members and administrators.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/interests",
    operation_id = "get_interests",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The themes", body = Interests)),
)]
pub async fn get_interests(app: Data<App>, caller: Caller, path: Path<Id<Organisation>>) -> Reply {
    let id = path.into_inner();
    let themes = audit::read(&app, caller, move |db, actor| reading::read(db, actor, id)).await?;
    Ok(Answer::ok(&Interests { themes }))
}

/// Set the themes that interest a supplier
///
/// Replaces the earlier themes. Owners and bidders get a mail when an opportunity with one of these
/// themes is published.
#[utoipa::path(
    put,
    path = "/v1/organisations/{id}/interests",
    operation_id = "declare_interests",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = Interests,
    security(("bearer" = [])),
    responses((status = 200, description = "The themes as they are now", body = Interests)),
)]
pub async fn declare_interests(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(new): Body<Interests>,
) -> Reply {
    let id = path.into_inner();
    let mut faults = Faults::new();
    if new.themes.len() > 50 {
        faults.add("/themes", "too-many", "give at most fifty themes");
    }
    faults.none()?;
    let declare =
        move |tx: &mut Tx<'_>, call: &Call| declaring::declare_interests(tx, call, id, &new.themes);
    let show = |themes: &Vec<Theme>| Answer::ok(&Interests { themes: themes.clone() });
    Ok(audit::act(&app, caller, declare, show).await?)
}
