//! Identifiers as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{HeldIdentifier, Identifier};
use crate::kernel::Instant;

/// An identifier of an organisation, and its verification.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldIdentifier)]
pub struct HeldView {
    /// The register, by its code in org-id.guide.
    #[schema(example = "GB-COH")]
    pub scheme: String,
    /// The identifier as the register writes it.
    #[schema(example = "01234567")]
    pub id: String,
    /// Whether an administrator has found the identifier in its register.
    pub verified: bool,
    /// The time of that verification.
    pub verified_at: Option<Instant>,
}

impl From<&HeldIdentifier> for HeldView {
    fn from(held: &HeldIdentifier) -> Self {
        let Identifier { scheme, id } = held.identifier.clone();
        Self { scheme, id, verified: held.verified_at.is_some(), verified_at: held.verified_at }
    }
}
