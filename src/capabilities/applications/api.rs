//! Applications over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    applying,
    model::NewApplication,
    reading,
    views::{ApplicationSummary, ApplicationView},
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    capabilities::model::{Application, Evidence},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Key},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/organisations/{id}/capability-applications")
                .route(web::get().to(list_capability_applications))
                .route(web::post().to(apply_for_capability)),
        )
        .service(
            web::resource("/v1/capability-applications/{id}")
                .route(web::get().to(get_capability_application))
                .route(web::delete().to(withdraw_capability_application)),
        );
}

/// List the capability applications of a supplier
///
/// For its members and administrators, newest first.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/capability-applications",
    operation_id = "list_capability_applications",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid"), PageQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of applications", body = Page<ApplicationSummary>),
    ),
)]
pub async fn list_capability_applications(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("capability applications", id))?;
    let found = app.read(caller, move |db, actor| reading::list(db, actor, id, &page)).await?;
    Ok(Answer::page(&found.map(|application| ApplicationSummary::from(&application))))
}

/// The category of the application, and the evidence.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewCapabilityApplication {
    #[schema(example = "user-research")]
    pub category: Key,
    /// One entry for each criterion of the category.
    pub evidence: Vec<Evidence>,
}

/// Apply for a capability
///
/// By an owner or a bidder of a verified supplier, with evidence for every criterion. One
/// application for a category waits at a time, five in all. A new application renews a capability,
/// which stays granted until its end.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/capability-applications",
    operation_id = "apply_for_capability",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewCapabilityApplication,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The application", body = ApplicationSummary),
        (status = 409, description = "The category is retired, an application already waits, or five applications wait"),
    ),
)]
pub async fn apply_for_capability(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(body): Body<NewCapabilityApplication>,
) -> Reply {
    let of = path.into_inner();
    let new = NewApplication { category: body.category, evidence: body.evidence };
    let apply = move |tx: &mut Tx<'_>, call: &Call| applying::apply(tx, call, of, &new);
    Ok(audit::act(&app, caller, apply, created).await?)
}

/// Without the evidence: answers are kept for a day, for who asks once more, and evidence stands in
/// one place alone.
pub fn created(one: &Application) -> Answer {
    let view = ApplicationSummary::from(one);
    Answer::created(&view, format!("/v1/capability-applications/{}", one.id))
}

/// Get a capability application
///
/// The evidence and the findings. For members of the supplier and administrators.
#[utoipa::path(
    get,
    path = "/v1/capability-applications/{id}",
    operation_id = "get_capability_application",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The application", body = ApplicationView)),
)]
pub async fn get_capability_application(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Application>>,
) -> Reply {
    let id = path.into_inner();
    let found = app.read(caller, move |db, actor| reading::read(db, actor, id)).await?;
    Ok(Answer::ok(&ApplicationView::from(&found)))
}

/// Withdraw a capability application
///
/// By an owner or a bidder, while the application waits for assessment.
#[utoipa::path(
    delete,
    path = "/v1/capability-applications/{id}",
    operation_id = "withdraw_capability_application",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Withdrawn"),
        (status = 409, description = "The application is already assessed or withdrawn"),
    ),
)]
pub async fn withdraw_capability_application(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Application>>,
) -> Reply {
    let id = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| applying::withdraw(tx, call, id);
    Ok(audit::act(&app, caller, withdraw, |(): &()| Answer::done()).await?)
}
