//! What suppliers apply for, over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::{Organisation, User},
    app::App,
    audit::{self, Call},
    capabilities::{
        application::{self, NewApplication},
        model::{Application, ApplicationState, Evidence, Finding, Whole},
        policy::{ListApplications, ReadApplication},
        store,
    },
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Instant, Key},
};

/// An application, without what it says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CapabilityApplicationSummary)]
pub struct ApplicationSummary {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Application>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub organisation_name: String,
    #[schema(example = "user-research")]
    pub category: String,
    #[schema(example = "User research")]
    pub category_title: String,
    pub state: ApplicationState,
    pub applied_at: Instant,
}

impl From<&Application> for ApplicationSummary {
    fn from(one: &Application) -> Self {
        Self {
            id: one.id,
            organisation_id: one.organisation,
            organisation_name: one.organisation_name.clone(),
            category: one.category.clone(),
            category_title: one.category_title.clone(),
            state: one.state,
            applied_at: one.applied_at,
        }
    }
}

/// An application with its evidence and what was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CapabilityApplication)]
pub struct ApplicationView {
    #[serde(flatten)]
    pub summary: ApplicationSummary,
    #[schema(value_type = String, format = "uuid")]
    pub applied_by: Id<User>,
    pub evidence: Vec<Evidence>,
    pub withdrawn_at: Option<Instant>,
    pub assessed_at: Option<Instant>,
    /// One for every criterion once it is assessed.
    pub findings: Vec<Finding>,
    /// Until when the capability is good, where it was granted.
    pub good_until: Option<Instant>,
    pub revoked_at: Option<Instant>,
    pub revoked_because: Option<String>,
}

impl From<&Whole> for ApplicationView {
    fn from(whole: &Whole) -> Self {
        let Whole { application, evidence, assessment, revocation } = whole;
        let assessment = assessment.as_ref();
        Self {
            summary: ApplicationSummary::from(application),
            applied_by: application.applied_by,
            evidence: evidence.clone(),
            withdrawn_at: application.withdrawn_at,
            assessed_at: assessment.map(|one| one.assessed_at),
            findings: assessment.map(|one| one.findings.clone()).unwrap_or_default(),
            good_until: assessment.and_then(|one| one.good_until),
            revoked_at: revocation.as_ref().map(|one| one.revoked_at),
            revoked_because: revocation.as_ref().map(|one| one.reason.clone()),
        }
    }
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
    let found = app
        .read(caller, move |db, actor| {
            let (_, supplier) = store::load_supplier(db, id)?.open::<ListApplications>(actor)?;
            let rows = store::of_supplier(db, supplier.id, &page)?;
            Ok(page.cut(rows, |one| one.id.to_string()).map(|one| ApplicationSummary::from(&one)))
        })
        .await?;
    Ok(Answer::page(&found))
}

/// What a supplier wants to be assessed for.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewCapabilityApplication {
    #[schema(example = "user-research")]
    pub category: Key,
    /// One for every criterion of the category.
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
        (status = 409, description = "Retired, applied for already, or five applications wait"),
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
    let apply = move |tx: &mut Tx<'_>, call: &Call| application::apply(tx, call, of, &new);
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
    let found = app
        .read(caller, move |db, actor| {
            let (_, whole) = store::load_whole(db, id)?.open::<ReadApplication>(actor)?;
            Ok(whole)
        })
        .await?;
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
        (status = 409, description = "Assessed or withdrawn already"),
    ),
)]
pub async fn withdraw_capability_application(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Application>>,
) -> Reply {
    let id = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| application::withdraw(tx, call, id);
    Ok(audit::act(&app, caller, withdraw, |(): &()| Answer::done()).await?)
}
