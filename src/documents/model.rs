//! Documents as values.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::checks::Checked;
use crate::kernel::Id;

/// The metadata of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Document {
    /// The id of the document.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Document>,
    /// The name of the file.
    #[schema(example = "policy.pdf")]
    pub name: String,
    /// The media type of the file.
    #[schema(example = "application/pdf")]
    pub media_type: String,
    /// The size in bytes.
    #[schema(example = 48123)]
    pub size: i64,
    /// The SHA-256 of the content, in hexadecimal.
    pub sha256: String,
}

impl Document {
    /// A file that was taken, under a new id.
    pub fn of(file: &Checked) -> Self {
        Self {
            id: Id::new(),
            name: file.name.to_string(),
            media_type: file.name.kind().media_type().to_owned(),
            size: i64::try_from(file.size()).unwrap_or(i64::MAX),
            sha256: file.sha256.clone(),
        }
    }
}
