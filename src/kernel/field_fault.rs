//! A fault of one field of a body.

use serde::Serialize;

/// A fault of a body, and its place (RFC 6901 JSON Pointer).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldFault {
    #[schema(example = "/lots/0/criteria/2/weight")]
    pub pointer: String,
    /// Stable word for programs.
    #[schema(example = "weights")]
    pub code: &'static str,
    /// A sentence for the person.
    pub detail: String,
}
