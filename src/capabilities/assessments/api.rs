//! Assessments over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{assessing, revoking};
use crate::{
    app::App,
    audit::{self, Call},
    capabilities::{
        applications::{api::created, reading as applications, views::ApplicationSummary},
        model::{Application, ApplicationState, Finding},
    },
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, Query, Reply},
    kernel::{Faults, Id, Text},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/capability-applications")
                .route(web::get().to(list_capabilities_to_assess)),
        )
        .service(
            web::resource("/v1/capability-applications/{id}/assessment")
                .route(web::post().to(assess_capability)),
        )
        .service(
            web::resource("/v1/capability-applications/{id}/revocation")
                .route(web::post().to(revoke_capability)),
        );
}

/// Which applications, and how much of the list.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssessmentQuery {
    /// Those that wait, where nothing is said.
    #[deserr(default)]
    pub state: Option<ApplicationState>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

/// List capability applications of all suppliers
///
/// For administrators: applications that wait for assessment, or those in another state. Oldest
/// first.
#[utoipa::path(
    get,
    path = "/v1/capability-applications",
    operation_id = "list_capabilities_to_assess",
    tag = "suppliers",
    params(AssessmentQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of applications", body = Page<ApplicationSummary>),
    ),
)]
pub async fn list_capabilities_to_assess(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<AssessmentQuery>,
) -> Reply {
    let state = query.state.unwrap_or(ApplicationState::Submitted);
    let list = ("capabilities to assess", state);
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &list)?;
    let found =
        app.read(caller, move |db, actor| applications::queue(db, actor, state, &page)).await?;
    Ok(Answer::page(&found.map(|application| ApplicationSummary::from(&application))))
}

/// The findings of an assessment.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewCapabilityAssessment {
    /// One entry for each criterion of the category.
    pub findings: Vec<Finding>,
}

/// Assess a capability application
///
/// By an administrator who is not a member of the supplier, once. The capability is granted for two
/// years if every criterion is met; otherwise the application is declined. Owners and bidders are
/// told the result and the feedback.
#[utoipa::path(
    post,
    path = "/v1/capability-applications/{id}/assessment",
    operation_id = "assess_capability",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewCapabilityAssessment,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The application as it is now", body = ApplicationSummary),
        (status = 409, description = "The application is already assessed or withdrawn, or its supplier is suspended"),
    ),
)]
pub async fn assess_capability(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Application>>,
    Body(body): Body<NewCapabilityAssessment>,
) -> Reply {
    let id = path.into_inner();
    let assess =
        move |tx: &mut Tx<'_>, call: &Call| assessing::assess(tx, call, id, &body.findings);
    Ok(audit::act(&app, caller, assess, created).await?)
}

/// The reason for the revocation; the supplier is told.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ReasonForRevocation {
    #[schema(value_type = String, example = "The work that was shown was another company's.")]
    pub reason: Text<2_000>,
}

/// Revoke a capability
///
/// By an administrator who is not a member of the supplier, with a reason that owners and bidders
/// of the supplier are told. The assessment stays on record.
#[utoipa::path(
    post,
    path = "/v1/capability-applications/{id}/revocation",
    operation_id = "revoke_capability",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid")),
    request_body = ReasonForRevocation,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The application as it is now", body = ApplicationSummary),
        (status = 409, description = "The capability is not, or no longer, granted by this application"),
    ),
)]
pub async fn revoke_capability(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Application>>,
    Body(body): Body<ReasonForRevocation>,
) -> Reply {
    let id = path.into_inner();
    let revoke = move |tx: &mut Tx<'_>, call: &Call| revoking::revoke(tx, call, id, &body.reason);
    Ok(audit::act(&app, caller, revoke, created).await?)
}
