//! Declarations as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Declaration;
use crate::{kernel::list_of_ids, prelude::*};

/// A declaration of interests.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeclarationView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    #[schema(schema_with = list_of_ids)]
    pub conflicts: Vec<Id<Organisation>>,
    pub statement: String,
    pub declared_at: Instant,
}

impl From<&Declaration> for DeclarationView {
    fn from(made: &Declaration) -> Self {
        Self {
            user_id: made.user,
            conflicts: made.conflicts.clone(),
            statement: made.statement.clone(),
            declared_at: made.declared_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Declarations {
    pub items: Vec<DeclarationView>,
}
