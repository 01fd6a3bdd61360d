//! Marks as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Mark;
use crate::{kernel::Points, prelude::*};

/// A mark of a panel member.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarkView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub criterion_key: String,
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    pub rationale: String,
    pub scored_at: Instant,
}

impl From<&Mark> for MarkView {
    fn from(mark: &Mark) -> Self {
        Self {
            user_id: mark.user,
            criterion_key: mark.criterion.clone(),
            mark: mark.points,
            rationale: mark.rationale.clone(),
            scored_at: mark.at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Marks {
    pub items: Vec<MarkView>,
}

pub fn marks(all: &[Mark]) -> Marks {
    Marks { items: all.iter().map(MarkView::from).collect() }
}

/// The progress of the marking.
#[derive(Debug, Serialize, ToSchema)]
pub struct Submission {
    pub submitted: bool,
    /// Whether all marking members have submitted.
    pub all_submitted: bool,
}
