//! The terms and their acceptances as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Acceptance, Terms};
use crate::prelude::*;

/// A version of the terms.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermsView {
    /// The number of the version.
    #[schema(example = 2)]
    pub version: i32,
    /// The text of the terms.
    pub text: String,
    /// The changes in plain words.
    pub changes: String,
    /// The time from which the version applies.
    pub applies_from: Instant,
    /// The time of the publication.
    pub published_at: Instant,
}

impl From<&Terms> for TermsView {
    fn from(terms: &Terms) -> Self {
        Self {
            version: terms.version,
            text: terms.text.clone(),
            changes: terms.changes.clone(),
            applies_from: terms.applies_from,
            published_at: terms.published_at,
        }
    }
}

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

/// The acceptance of a version of the terms for an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct AcceptanceView {
    /// The version of the terms that was accepted.
    #[schema(example = 2)]
    pub version: i32,
    /// The time of the acceptance.
    pub accepted_at: Instant,
    #[schema(value_type = String, format = "uuid")]
    pub accepted_by: Id<User>,
}

impl From<&Acceptance> for AcceptanceView {
    fn from(one: &Acceptance) -> Self {
        Self { version: one.version, accepted_at: one.accepted_at, accepted_by: one.accepted_by }
    }
}
