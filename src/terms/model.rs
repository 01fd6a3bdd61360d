//! Terms as values.

use crate::prelude::*;

/// A version of the terms, as published. It never changes.
#[derive(Debug, Clone)]
pub struct Terms {
    pub version: i32,
    pub text: String,
    /// What is new in it, in plain words.
    pub changes: String,
    pub applies_from: Instant,
    pub published_at: Instant,
    pub published_by: Id<User>,
}

impl Terms {
    /// How long everybody has to read a new version before it applies.
    pub const NOTICE: Period = Period::days(7);
    /// Nobody remembers what was announced longer ago.
    pub const LATEST: Period = Period::days(366);
}

/// Terms as an administrator gives them.
#[derive(Debug, Clone)]
pub struct NewTerms {
    pub text: Text<40_000>,
    pub changes: Text<2_000>,
    pub applies_from: Option<Instant>,
}

/// That somebody accepted a version for an organisation.
#[derive(Debug, Clone)]
pub struct Acceptance {
    pub organisation: Id<Organisation>,
    pub version: i32,
    pub accepted_at: Instant,
    pub accepted_by: Id<User>,
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
