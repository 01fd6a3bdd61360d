//! Applications as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    capabilities::model::{Application, Evidence, Finding, FullApplication},
    prelude::*,
};

/// A capability application with its evidence and findings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CapabilityApplication)]
pub struct ApplicationView {
    #[serde(flatten)]
    pub summary: Application,
    /// The id of the applicant.
    #[schema(value_type = String, format = "uuid")]
    pub applied_by_id: Id<User>,
    /// The name of the applicant.
    pub applied_by_name: String,
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
        let FullApplication { application, submitted, assessment, revocation } = whole;
        let assessment = assessment.as_ref();
        Self {
            summary: application.clone(),
            applied_by_id: submitted.by_id,
            applied_by_name: submitted.by_name.clone(),
            evidence: submitted.evidence.clone(),
            withdrawn_at: submitted.withdrawn_at,
            assessed_at: assessment.map(|one| one.assessed_at),
            findings: assessment.map(|one| one.findings.clone()).unwrap_or_default(),
            good_until: assessment.and_then(|one| one.good_until),
            revoked_at: revocation.as_ref().map(|one| one.revoked_at),
            revoked_because: revocation.as_ref().map(|one| one.reason.clone()),
        }
    }
}
