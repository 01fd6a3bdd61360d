//! The terms and their acceptances as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::Terms;
use crate::prelude::*;

/// A version of the terms in a list, without its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermsSummary {
    /// The number of the version.
    #[schema(example = 2)]
    pub version: i32,
    /// The changes in plain words.
    pub changes: String,
    /// The time from which the version applies.
    pub applies_from: Instant,
    /// The time of the publication.
    pub published_at: Instant,
}

impl From<Terms> for TermsSummary {
    fn from(terms: Terms) -> Self {
        Self {
            version: terms.version,
            changes: terms.changes,
            applies_from: terms.applies_from,
            published_at: terms.published_at,
        }
    }
}
