//! Members as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Member;
use crate::prelude::*;

/// A member.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub full_name: String,
    pub email: String,
    pub roles: Vec<Role>,
    pub joined_at: Instant,
    /// Until when an owner has confirmed the place; in public bodies alone. Then its roles sleep.
    pub confirmed_until: Option<Instant>,
    /// For `If-Match` when roles are changed.
    pub version: i64,
}

impl From<&Member> for MemberView {
    fn from(m: &Member) -> Self {
        Self {
            user_id: m.user,
            full_name: m.full_name.clone(),
            email: m.email.clone(),
            roles: m.roles.list().to_vec(),
            joined_at: m.joined_at,
            confirmed_until: m.confirmed_until,
            version: m.version,
        }
    }
}
