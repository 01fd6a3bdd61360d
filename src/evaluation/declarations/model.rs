//! Declarations of interests as values.

use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{kernel::list_of_ids, prelude::*};

/// A new declaration of interests.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[schema(as = NewDeclaration)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Declared {
    /// The bidders with whom there is a conflict: their bids are barred.
    #[schema(schema_with = list_of_ids)]
    pub conflicts: Vec<Id<Organisation>>,
    /// The words of the declaration.
    #[schema(value_type = String, example = "I have no interest in any of the bidders.")]
    pub statement: Text<4_000>,
}

/// A declaration of interests.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DeclarationView)]
pub struct Declaration {
    /// The id of the panel member.
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    /// The name of the panel member.
    pub full_name: String,
    /// The names of the organisations to which the panel member belongs.
    pub organisation_names: Vec<String>,
    /// The ids of the bidders with which the member has a conflict of interest.
    #[schema(schema_with = list_of_ids)]
    pub conflicts: Vec<Id<Organisation>>,
    /// The words of the declaration.
    pub statement: String,
    /// The instant of the declaration.
    pub declared_at: Instant,
}

/// The declarations of a panel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Declarations {
    /// The declarations that the caller may read.
    pub items: Vec<Declaration>,
}
