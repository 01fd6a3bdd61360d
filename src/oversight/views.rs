//! Auditors' grants as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AuditorGrant, GrantState};
use crate::{access::Grant, kernel::list_of_ids, prelude::*};

/// A grant of access to an auditor.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditorGrantView {
    /// The id of the grant.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Grant>,
    /// The auditor.
    #[schema(value_type = String, format = "uuid")]
    pub auditor_id: Id<User>,
    /// The full name of the auditor.
    #[schema(example = "Grace Hopper")]
    pub auditor_name: String,
    /// The public bodies that the auditor may read.
    #[schema(schema_with = list_of_ids)]
    pub organisation_ids: Vec<String>,
    /// The reason for the grant.
    #[schema(example = "Yearly audit of procurement, reference 2026/17.")]
    pub reason: String,
    /// The start of the access.
    pub from: Instant,
    /// The end of the access.
    pub until: Instant,
    /// The state at this moment; a grant begins and ends by its dates.
    pub state: GrantState,
    /// The administrator who proposed the grant.
    #[schema(value_type = String, format = "uuid")]
    pub proposed_by: Id<User>,
    /// The full name of that administrator.
    #[schema(example = "Ada Lovelace")]
    pub proposed_by_name: String,
    /// The instant of the proposal.
    pub proposed_at: Instant,
    /// The administrator who confirmed the grant.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub confirmed_by: Option<Id<User>>,
    /// The full name of that administrator.
    #[schema(example = "Alan Turing")]
    pub confirmed_by_name: Option<String>,
    /// The instant of the confirmation.
    pub confirmed_at: Option<Instant>,
    /// The instant at which the grant was ended early.
    pub revoked_at: Option<Instant>,
}

impl AuditorGrantView {
    pub fn of(grant: &AuditorGrant, now: Instant) -> Self {
        let confirmed_by = grant.confirmed.map(|(by, _)| by);
        Self {
            id: grant.id,
            auditor_id: grant.auditor,
            auditor_name: grant.names.of(grant.auditor),
            organisation_ids: grant.bodies.iter().map(ToString::to_string).collect(),
            reason: grant.reason.clone(),
            from: grant.from,
            until: grant.until,
            state: grant.state(now),
            proposed_by: grant.proposed_by,
            proposed_by_name: grant.names.of(grant.proposed_by),
            proposed_at: grant.proposed_at,
            confirmed_by,
            confirmed_by_name: confirmed_by.map(|by| grant.names.of(by)),
            confirmed_at: grant.confirmed.map(|(_, at)| at),
            revoked_at: grant.revoked.map(|(_, at)| at),
        }
    }
}
