//! Organisations as values.

use super::identifiers::HeldIdentifier;
use crate::{prelude::*, words};

words!(OrganisationState {
    Unverified = "unverified", Verified = "verified", Rejected = "rejected", Suspended = "suspended",
});

/// An organisation as stored, with its identifiers.
#[derive(Debug, Clone)]
pub struct Stored {
    pub id: Id<Organisation>,
    pub kind: OrganisationKind,
    pub name: String,
    pub summary: Option<String>,
    pub website: Option<String>,
    pub state: OrganisationState,
    pub state_note: Option<String>,
    pub imported: bool,
    pub created_at: Instant,
    pub version: i64,
    pub identifiers: Vec<HeldIdentifier>,
    pub standing: Standing,
}

/// The standing of an organisation with the administrators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// In the queue since.
    pub waiting_since: Option<Instant>,
    /// Asked for more information since; it is out of the queue until it answers.
    pub asked_at: Option<Instant>,
    /// The last answer of the organisation.
    pub answer: Option<String>,
    /// Verified, and looked at again since: what runs goes on, nothing new is published.
    pub reverifying_since: Option<Instant>,
    /// Suspended since, and what it was before.
    pub suspended: Option<(OrganisationState, Instant)>,
}

impl Stored {
    /// Verified, and nobody looks at it again just now.
    pub fn is_verified(&self) -> bool {
        self.state == OrganisationState::Verified && self.standing.reverifying_since.is_none()
    }

    /// The name or the identifiers have changed, by which the organisation was verified: it waits for
    /// a new verification.
    #[must_use]
    pub fn changed_identity(self, now: Instant) -> Self {
        let before = self.standing.clone();
        let standing = match self.state {
            OrganisationState::Verified => Standing {
                waiting_since: Some(before.waiting_since.unwrap_or(now)),
                asked_at: None,
                reverifying_since: Some(before.reverifying_since.unwrap_or(now)),
                ..before
            },
            OrganisationState::Unverified => Standing {
                waiting_since: Some(before.waiting_since.unwrap_or(now)),
                asked_at: None,
                ..before
            },
            OrganisationState::Rejected | OrganisationState::Suspended => before,
        };
        Self { standing, ..self }
    }
}

/// A page of something that belongs to an organisation.
#[derive(Debug, Clone)]
pub struct PageOfOrganisation {
    pub of: Id<Organisation>,
    pub page: PageOf,
}

/// An organisation as other rooms need to know it.
#[derive(Debug, Clone)]
pub struct Card {
    pub id: Id<Organisation>,
    pub kind: OrganisationKind,
    pub name: String,
    /// Verified, and nobody looks at it again just now.
    pub verified: bool,
    /// Verified, and looked at again since: what was begun before goes on.
    pub reverifying_since: Option<Instant>,
    pub suspended: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotOrganise {
    #[error(
        "the identifier {0} belongs to a registered organisation; one of its owners can invite you"
    )]
    Taken(String),
    #[error(
        "a verified organisation has this name or a similar one; one of its owners can invite you, or choose a name that is clearly different"
    )]
    LooksLike,
}

impl Refuse for CannotOrganise {
    fn kind(&self) -> Kind {
        match self {
            Self::Taken(_) | Self::LooksLike => kinds::TAKEN,
        }
    }
}

/// A web address that mails and pages may show.
pub fn website(line: &Line<200>) -> Result<(), &'static str> {
    let text = line.as_str();
    let web = text.starts_with("https://") || text.starts_with("http://");
    if web && !text.contains([' ', '<', '>', '"']) {
        Ok(())
    } else {
        Err("give a web address that begins with https://")
    }
}
