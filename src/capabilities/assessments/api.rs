//! Assessments over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{assessing, revoking};
use crate::{
    capabilities::{
        applications::{api::created, reading as applications},
        model::{Application, ApplicationState, Finding},
    },
    http::prelude::*,
    prelude::*,
};

operations! { "suppliers":
    /// List capability applications of all suppliers
    ///
    /// For administrators: applications that wait for assessment, or those in another state. Oldest
    /// first.
    get "/v1/capability-applications" list_capabilities_to_assess =
        signed_in().duty(Duty::Assessment).query::<AssessmentQuery>()
            .gives::<Page<Application>>(200, "A page of applications")
            .row("docef", "nnnnyn nn nnnn nnn");

    /// Assess a capability application
    ///
    /// By an administrator who is not a member of the supplier, once. The capability is granted for two
    /// years if every criterion is met; otherwise the application is declined. Owners and bidders are
    /// told the result and the feedback.
    post "/v1/capability-applications/{id}/assessment" assess_capability =
        signed_in().duty(Duty::Assessment).takes::<NewCapabilityAssessment>()
            .gives::<Application>(201, "The application as it is now")
            .says(409, "The application is already assessed or withdrawn, or its supplier is suspended")
            .row("docef", "---ny- nn ---- ---");

    /// Revoke a capability
    ///
    /// By an administrator who is not a member of the supplier, with a reason that owners and bidders
    /// of the supplier are told. The assessment stays on record.
    post "/v1/capability-applications/{id}/revocation" revoke_capability =
        signed_in().duty(Duty::Assessment).takes::<ReasonForRevocation>()
            .gives::<Application>(201, "The application as it is now")
            .says(409, "The capability is not, or no longer, granted by this application")
            .row("docef", "---ny- nn ---- ---");
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

async fn list_capabilities_to_assess(
    request: Request,
    Query(query): Query<AssessmentQuery>,
) -> Reply {
    let state = query.state.unwrap_or(ApplicationState::Submitted);
    let list = ("capabilities to assess", state);
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &list)?;
    let found = request.read(move |db, actor| applications::queue(db, actor, state, &page)).await?;
    Ok(Answer::page(&found))
}

/// The findings of an assessment.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewCapabilityAssessment {
    /// One entry for each criterion of the category.
    pub findings: Vec<Finding>,
}

async fn assess_capability(
    request: Request,
    path: Path<Id<Application>>,
    Body(body): Body<NewCapabilityAssessment>,
) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| assessing::assess(tx, call, id, &body.findings), created).await
}

/// The reason for the revocation; the supplier is told.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct ReasonForRevocation {
    /// The reason; the supplier is told.
    #[schema(value_type = String, example = "The work that was shown was another company's.")]
    pub reason: Text<2_000>,
}

async fn revoke_capability(
    request: Request,
    path: Path<Id<Application>>,
    Body(body): Body<ReasonForRevocation>,
) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| revoking::revoke(tx, call, id, &body.reason), created).await
}
