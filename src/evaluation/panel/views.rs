//! Panels as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::super::model::{PanelRole, Seat};
use crate::prelude::*;

/// A panel member.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub full_name: String,
    pub role: PanelRole,
    pub scores: bool,
    pub declared: bool,
    pub submitted: bool,
    pub appointed_at: Instant,
}

impl From<&Seat> for SeatView {
    fn from(seat: &Seat) -> Self {
        Self {
            user_id: seat.user,
            full_name: seat.full_name.clone(),
            role: seat.role,
            scores: seat.scores,
            declared: seat.has_declared(),
            submitted: seat.submitted,
            appointed_at: seat.appointed_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PanelView {
    pub items: Vec<SeatView>,
}
