//! Applications as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    capabilities::model::{Application, ApplicationState, Evidence, Finding, FullApplication},
    prelude::*,
};

/// A capability application without its evidence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CapabilityApplicationSummary)]
pub struct ApplicationSummary {
    /// The id of the application.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Application>,
    /// The id of the supplier.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The name of the supplier.
    pub organisation_name: String,
    /// The code of the category.
    #[schema(example = "user-research")]
    pub category: String,
    /// The title of the category.
    #[schema(example = "User research")]
    pub category_title: String,
    /// The state of the application.
    pub state: ApplicationState,
    /// The time of the application.
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

/// A capability application with its evidence and findings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CapabilityApplication)]
pub struct ApplicationView {
    #[serde(flatten)]
    pub summary: ApplicationSummary,
    #[schema(value_type = String, format = "uuid")]
    pub applied_by: Id<User>,
    /// The evidence, one entry for each criterion.
    pub evidence: Vec<Evidence>,
    /// The time of the withdrawal.
    pub withdrawn_at: Option<Instant>,
    /// The time of the assessment.
    pub assessed_at: Option<Instant>,
    /// One finding for each criterion, once assessed.
    pub findings: Vec<Finding>,
    /// Until when the capability is good, where it was granted.
    pub good_until: Option<Instant>,
    /// The time of the revocation.
    pub revoked_at: Option<Instant>,
    /// The reason for the revocation.
    pub revoked_because: Option<String>,
}

impl From<&FullApplication> for ApplicationView {
    fn from(whole: &FullApplication) -> Self {
        let FullApplication { application, evidence, assessment, revocation } = whole;
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
