//! Suppliers' documents as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::SupplierDocument;
use crate::{documents::Document, prelude::*};

/// A document of a supplier.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplierDocument)]
pub struct DocumentView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Document>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub title: Option<String>,
    #[schema(example = "policy.pdf")]
    pub name: String,
    #[schema(example = "application/pdf")]
    pub media_type: String,
    /// The size in bytes.
    #[schema(example = 48123)]
    pub size: i64,
    /// The SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    pub uploaded_at: Instant,
}

impl From<&SupplierDocument> for DocumentView {
    fn from(one: &SupplierDocument) -> Self {
        let Document { id, name, media_type, size, sha256 } = one.document.clone();
        Self {
            id,
            organisation_id: one.organisation,
            title: one.title.clone(),
            name,
            media_type,
            size,
            sha256,
            uploaded_at: one.uploaded_at,
        }
    }
}
