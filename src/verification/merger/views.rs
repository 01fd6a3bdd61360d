//! Mergers as administrators see them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Merger;
use crate::prelude::*;

/// A proposed or confirmed merger.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergerView {
    #[schema(value_type = String, format = "uuid")]
    pub from_id: Id<Organisation>,
    #[schema(value_type = String, format = "uuid")]
    pub into_id: Id<Organisation>,
    pub reason: String,
    #[schema(value_type = String, format = "uuid")]
    pub proposed_by: Id<User>,
    pub proposed_at: Instant,
}

impl From<&Merger> for MergerView {
    fn from(m: &Merger) -> Self {
        Self {
            from_id: m.from,
            into_id: m.into,
            reason: m.reason.clone(),
            proposed_by: m.proposed_by,
            proposed_at: m.proposed_at,
        }
    }
}
