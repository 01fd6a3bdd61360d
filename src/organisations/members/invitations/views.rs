//! Invitations as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Invitation;
use crate::prelude::*;

/// An invitation. Its token goes to the invited address alone.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    pub id: String,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub email: String,
    pub roles: Vec<Role>,
    pub expires_at: Instant,
}

impl From<&Invitation> for InvitationView {
    fn from(i: &Invitation) -> Self {
        Self {
            id: i.id.to_string(),
            organisation_id: i.organisation,
            email: i.email.clone(),
            roles: i.roles.list().to_vec(),
            expires_at: i.expires_at,
        }
    }
}
