//! Identifiers as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{HeldIdentifier, Identifier};
use crate::kernel::Instant;

/// An identifier, and whether an administrator has found it in its register.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldIdentifier)]
pub struct HeldView {
    #[schema(example = "GB-COH")]
    pub scheme: String,
    #[schema(example = "01234567")]
    pub id: String,
    pub verified: bool,
    pub verified_at: Option<Instant>,
}

impl From<&HeldIdentifier> for HeldView {
    fn from(held: &HeldIdentifier) -> Self {
        let Identifier { scheme, id } = held.identifier.clone();
        Self { scheme, id, verified: held.verified_at.is_some(), verified_at: held.verified_at }
    }
}
