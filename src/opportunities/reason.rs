//! The body of operations that need a reason.

use deserr::Deserr;
use utoipa::ToSchema;

use crate::prelude::*;

/// A reason.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Reason {
    #[schema(value_type = String, example = "The budget has been withdrawn.")]
    pub reason: Text<2_000>,
}
