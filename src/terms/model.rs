//! Terms as values.

use diesel::{Insertable, Queryable};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{db::schema::terms, prelude::*};

/// A version of the terms, as published. It never changes.
#[derive(Debug, Clone, Queryable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = terms)]
#[schema(as = TermsView)]
pub struct Terms {
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
    #[serde(skip)]
    pub published_by: Id<User>,
}

impl Terms {
    /// The time between the publication of a later version and its application.
    pub const NOTICE: Period = Period::days(7);
    /// The longest time between the publication of a version and its application.
    pub const LATEST: Period = Period::days(366);
}

/// Terms as an administrator gives them.
#[derive(Debug, Clone)]
pub struct NewTerms {
    pub text: Text<40_000>,
    pub changes: Text<2_000>,
    pub applies_from: Option<Instant>,
}

/// The acceptance of a version of the terms for an organisation.
#[derive(Debug, Clone, Queryable, Serialize, ToSchema)]
#[schema(as = AcceptanceView)]
pub struct Acceptance {
    /// The version of the terms that was accepted.
    #[schema(example = 2)]
    pub version: i32,
    /// The time of the acceptance.
    pub accepted_at: Instant,
    /// The id of the member who accepted.
    #[schema(value_type = String, format = "uuid")]
    pub accepted_by_id: Id<User>,
    /// The name of the member who accepted.
    #[schema(example = "Ada Osei")]
    pub accepted_by_name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotAccept {
    #[error("version {0} has been accepted for your organisation already")]
    Accepted(i32),
    #[error("version {0} no longer applies: accept version {1}")]
    Past(i32, i32),
    #[error("version {0} of the terms applies and was not accepted for your organisation yet")]
    Missing(i32),
}

impl Refuse for CannotAccept {
    fn kind(&self) -> Kind {
        match self {
            Self::Accepted(_) => kinds::TAKEN,
            Self::Past(..) => kinds::WRONG_STATE,
            Self::Missing(_) => kinds::TERMS,
        }
    }

    fn members(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut members = serde_json::Map::new();
        if let Self::Past(_, version) | Self::Missing(version) = self {
            members.insert("terms_version".to_owned(), (*version).into());
        }
        members
    }
}

/// The version of the terms that a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionAsked {
    Current,
    Version(i32),
}

impl VersionAsked {
    pub fn parse(word: &Line<20>) -> Option<Self> {
        match word.as_str() {
            "current" => Some(Self::Current),
            number => number.parse().ok().map(Self::Version),
        }
    }
}
