//! Administrators and their duties over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{duties, reading, views::AdministratorView};
use crate::{
    access::{Duties, Duty, User},
    accounts::model::Account,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, IfMatch, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/administrators").route(web::get().to(list_administrators)))
        .service(
            web::resource("/v1/administrators/{user_id}/duties")
                .route(web::put().to(change_duties)),
        );
}

/// List administrators
///
/// The administrators of the platform with their duties. For administrators.
#[utoipa::path(
    get,
    path = "/v1/administrators",
    operation_id = "list_administrators",
    tag = "accounts",
    params(PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of administrators", body = Page<AdministratorView>)),
)]
pub async fn list_administrators(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"administrators")?;
    let found = audit::read(&app, caller, move |db, actor| reading::list(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(|account| AdministratorView::from(&account))))
}

/// The new duties of an administrator.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewDuties {
    /// An empty list leaves an administrator without any power.
    #[schema(example = json!(["people", "verification"]))]
    pub duties: Vec<Duty>,
}

/// Change the duties of an administrator
///
/// By another administrator. The administrator is told by letter, and the change counts from the
/// next request. `If-Match` names the version of the administrator. Needs authentication within the
/// last five minutes (see `step_up`).
#[utoipa::path(
    put,
    path = "/v1/administrators/{user_id}/duties",
    operation_id = "change_duties",
    tag = "accounts",
    params(("user_id" = String, Path, format = "uuid")),
    request_body = NewDuties,
    security(("bearer" = [])),
    responses((status = 200, description = "The administrator as they are now", body = AdministratorView)),
)]
pub async fn change_duties(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<User>>,
    _: IfMatch,
    Body(new): Body<NewDuties>,
) -> Reply {
    let id = path.into_inner();
    let new = Duties::of(new.duties);
    let change = move |tx: &mut Tx<'_>, call: &Call| duties::change(tx, call, id, new.clone());
    let show =
        |account: &Account| Answer::ok(&AdministratorView::from(account)).version(account.version);
    Ok(audit::act(&app, caller, change, show).await?)
}
