//! Requests to join as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{JoinOutcome, JoinRequest};
use crate::prelude::*;

/// A request to join an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct JoinRequestView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<JoinRequest>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub organisation_name: String,
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub full_name: String,
    pub email: String,
    pub message: String,
    pub asked_at: Instant,
    pub answered_at: Option<Instant>,
    pub outcome: Option<JoinOutcome>,
}

impl From<&JoinRequest> for JoinRequestView {
    fn from(request: &JoinRequest) -> Self {
        Self {
            id: request.id,
            organisation_id: request.organisation,
            organisation_name: request.organisation_name.clone(),
            user_id: request.user,
            full_name: request.full_name.clone(),
            email: request.email.clone(),
            message: request.message.clone(),
            asked_at: request.asked_at,
            answered_at: request.answered_at,
            outcome: request.outcome,
        }
    }
}
