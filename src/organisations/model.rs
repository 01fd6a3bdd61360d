//! Organisations as values.

use diesel::{AsChangeset, Queryable, Selectable};

use super::identifiers::{HeldIdentifier, Identifier};
use crate::{db::schema::organisations, prelude::*, words};

words!(
    /// The verification of an organisation.
    OrganisationState {
        /// The organisation is registered and not verified yet.
        Unverified = "unverified",
        /// An administrator has verified the organisation.
        Verified = "verified",
        /// An administrator could not verify the organisation.
        Rejected = "rejected",
        /// No member can act for the organisation.
        Suspended = "suspended",
    }
);

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

impl audit::Versioned for Stored {
    const KIND: &'static str = "organisation";

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn version(&self) -> i64 {
        self.version
    }
}

/// The standing of an organisation with the administrators.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = organisations, treat_none_as_null = true)]
pub struct Standing {
    /// The time since which the organisation is in the queue.
    pub waiting_since: Option<Instant>,
    /// The time of an open question; the organisation is out of the queue until an owner answers.
    pub asked_at: Option<Instant>,
    /// The last answer of the organisation.
    pub answer: Option<String>,
    /// The time since which a verified organisation is verified again: running competitions go on,
    /// and nothing new is published.
    pub reverifying_since: Option<Instant>,
    pub suspended_at: Option<Instant>,
    /// The state before the suspension.
    pub state_before: Option<OrganisationState>,
}

impl Stored {
    /// True if the organisation is verified and no new verification is open.
    pub fn is_verified(&self) -> bool {
        self.state == OrganisationState::Verified && self.standing.reverifying_since.is_none()
    }

    /// The standing after a change of the name or the identifiers, on which the verification rests:
    /// the organisation waits for a new one.
    #[must_use]
    pub fn changed_identity(self, now: Instant) -> Self {
        let reverifying_since = match self.state {
            OrganisationState::Verified => Some(self.standing.reverifying_since.unwrap_or(now)),
            OrganisationState::Unverified => self.standing.reverifying_since,
            OrganisationState::Rejected | OrganisationState::Suspended => return self,
        };
        let waiting_since = Some(self.standing.waiting_since.unwrap_or(now));
        let standing =
            Standing { waiting_since, asked_at: None, reverifying_since, ..self.standing };
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
    /// True if the organisation is verified and no new verification is open.
    pub verified: bool,
    /// The time since which a verified organisation is verified again: bids begun before go on.
    pub reverifying_since: Option<Instant>,
    pub suspended: bool,
}

/// A public body as open data names it.
#[derive(Debug, Clone)]
pub struct NamedBody {
    pub name: Line<200>,
    pub identifier: Option<Identifier>,
    pub website: Option<String>,
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
        kinds::TAKEN
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
