//! Categories as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Category, CategoryState};

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
