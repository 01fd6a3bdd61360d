//! Auditors' grants, and reads through them, as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AuditorGrant, AuditorRead, GrantState};
use crate::{access, prelude::*};

/// A grant of access to an auditor.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditorGrantView {
    pub id: String,
    #[schema(value_type = String, format = "uuid")]
    pub auditor_id: Id<User>,
    pub organisation_ids: Vec<String>,
    pub reason: String,
    pub from: Instant,
    pub until: Instant,
    /// The state at this moment; a grant begins and ends by its dates.
    pub state: GrantState,
    #[schema(value_type = String, format = "uuid")]
    pub proposed_by: Id<User>,
    pub proposed_at: Instant,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

impl AuditorGrantView {
    pub fn of(grant: &AuditorGrant, now: Instant) -> Self {
        Self {
            id: grant.id.to_string(),
            auditor_id: grant.auditor,
            organisation_ids: grant.bodies.iter().map(ToString::to_string).collect(),
            reason: grant.reason.clone(),
            from: grant.from,
            until: grant.until,
            state: grant.state(now),
            proposed_by: grant.proposed_by,
            proposed_at: grant.proposed_at,
            confirmed_by: grant.confirmed.map(|(by, _)| by.to_string()),
            confirmed_at: grant.confirmed.map(|(_, at)| at),
            revoked_at: grant.revoked.map(|(_, at)| at),
        }
    }
}

/// A request of an auditor under a grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditorReadView {
    pub id: String,
    pub at: Instant,
    #[schema(value_type = String, format = "uuid")]
    pub grant_id: Id<access::Grant>,
    #[schema(value_type = String, format = "uuid")]
    pub auditor_id: Id<User>,
    pub auditor_name: String,
    /// Method and path.
    #[schema(example = "GET /v1/bids/0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub route: String,
    /// The rules under which the grant gave access.
    #[schema(example = json!(["bid.read"]))]
    pub rules: Vec<String>,
}

impl From<&AuditorRead> for AuditorReadView {
    fn from(read: &AuditorRead) -> Self {
        Self {
            id: read.id.to_string(),
            at: read.at,
            grant_id: read.grant,
            auditor_id: read.auditor,
            auditor_name: read.auditor_name.clone(),
            route: read.route.clone(),
            rules: read.rules.clone(),
        }
    }
}
