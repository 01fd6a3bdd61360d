//! Categories as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Category, CategoryState, Criterion};
use crate::kernel::Instant;

/// A capability category.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CapabilityCategory)]
pub struct CategoryView {
    /// The permanent code of the category.
    #[schema(example = "user-research")]
    pub code: String,
    /// The title of the category.
    #[schema(example = "User research")]
    pub title: String,
    /// The description of the capability.
    pub description: String,
    /// A capability is granted if, and only if, all of them are met.
    pub criteria: Vec<Criterion>,
    /// A retired category takes no applications; granted capabilities last until their end.
    pub state: CategoryState,
    /// The time when the category was created.
    pub made_at: Instant,
    /// The time of the last change.
    pub updated_at: Instant,
    /// The time of the retirement.
    pub retired_at: Option<Instant>,
    /// The reason for the retirement.
    pub retired_because: Option<String>,
    /// The version, for `If-Match`.
    pub version: i64,
}

impl From<&Category> for CategoryView {
    fn from(category: &Category) -> Self {
        let (retired_at, retired_because) = category.retired.clone().unzip();
        Self {
            code: category.code.clone(),
            title: category.title.clone(),
            description: category.description.clone(),
            criteria: category.criteria.clone(),
            state: category.state,
            made_at: category.made_at,
            updated_at: category.updated_at,
            retired_at,
            retired_because,
            version: category.version,
        }
    }
}

/// A capability category in a list, without its criteria.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CapabilityCategorySummary)]
pub struct CategorySummary {
    /// The permanent code of the category.
    #[schema(example = "user-research")]
    pub code: String,
    /// The title of the category.
    #[schema(example = "User research")]
    pub title: String,
    /// The description of the capability.
    pub description: String,
    /// The state of the category.
    pub state: CategoryState,
}

impl From<Category> for CategorySummary {
    fn from(category: Category) -> Self {
        Self {
            code: category.code,
            title: category.title,
            description: category.description,
            state: category.state,
        }
    }
}
