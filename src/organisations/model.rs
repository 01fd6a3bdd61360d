//! Organisations as values.

use super::{
    identifiers::{Held, Identifier},
    standing::Standing,
};
use crate::{
    access::{Organisation, OrganisationKind, Role, User},
    http::PageOf,
    kernel::{Faults, Id, Instant, Kind, Line, Refuse, kinds},
    words,
};

words!(OrganisationState {
    Unverified = "unverified", Verified = "verified", Rejected = "rejected", Suspended = "suspended",
});

words!(
    /// What an administrator finds.
    Outcome { Verified = "verified", Rejected = "rejected", MoreInformation = "more_information" }
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
    pub identifiers: Vec<Held>,
    pub standing: Standing,
}

/// A page of something that belongs to an organisation.
#[derive(Debug, Clone)]
pub struct PageOfOrganisation {
    pub of: Id<Organisation>,
    pub page: PageOf,
}

/// A public body as open data names it.
#[derive(Debug, Clone)]
pub struct NamedBody {
    pub name: Line<200>,
    pub identifier: Option<Identifier>,
    pub website: Option<String>,
}

/// What other rooms need to know of an organisation.
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

/// The roles of one member: at least one, each fitting the kind of organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles(Vec<Role>);

impl Roles {
    pub fn of(mut roles: Vec<Role>, kind: OrganisationKind) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        if roles.is_empty() {
            faults.add("/roles", "empty", "give at least one role");
        }
        for (n, role) in roles.iter().enumerate() {
            if !role.fits(kind) {
                let detail = format!("{role} is no role in a {}", kind.as_str().replace('_', " "));
                faults.add(format!("/roles/{n}"), "role", detail);
            }
        }
        faults.none()?;
        roles.sort_unstable();
        roles.dedup();
        Ok(Self(roles))
    }

    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    pub fn list(&self) -> &[Role] {
        &self.0
    }

    /// As stored: words with a space between.
    pub fn words(&self) -> String {
        self.0.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub fn from_words(words: &str) -> Self {
        Self(words.split(' ').filter_map(Role::parse).collect())
    }
}

/// A member as listed.
#[derive(Debug, Clone)]
pub struct Member {
    pub organisation: Id<Organisation>,
    pub user: Id<User>,
    pub full_name: String,
    pub email: String,
    pub roles: Roles,
    pub joined_at: Instant,
    /// Of members of public bodies: until when an owner has confirmed their place.
    pub confirmed_until: Option<Instant>,
    pub version: i64,
}

/// A member, with what a change of roles must know of the rest.
#[derive(Debug, Clone)]
pub struct MemberAmong {
    pub member: Member,
    pub kind: OrganisationKind,
    /// Owners besides this member.
    pub other_owners: i64,
}

/// An invitation that has not been accepted.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub id: Id<Invitation>,
    pub organisation: Id<Organisation>,
    pub organisation_name: String,
    pub email: String,
    pub roles: Roles,
    /// Who invited; their word counts as long as they are an owner.
    pub by: Id<User>,
    pub expires_at: Instant,
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
    #[error("your organisation already has the identifier {0}")]
    Known(String),
    #[error("your organisation has no identifier {0}")]
    Unknown(String),
    #[error("an organisation keeps one identifier at least; add another one first")]
    LastIdentifier,
    #[error("an organisation has at most ten identifiers; withdraw one first")]
    TooManyIdentifiers,
    #[error("an organisation that is {0} cannot be verified or rejected")]
    NotWaiting(OrganisationState),
    #[error("an organisation that is {0} has not been asked for anything")]
    NothingAsked(OrganisationState),
    #[error(
        "only a verified organisation that is not under review can be verified again; this organisation is {0}"
    )]
    NotVerified(OrganisationState),
    #[error("an organisation that is {0} cannot be {1}")]
    CannotBe(OrganisationState, &'static str),
    #[error("an organisation keeps at least one owner; make somebody else owner first")]
    LastOwner,
    #[error("only public bodies confirm their members year by year")]
    NeedsNoConfirming,
    #[error("this invitation is not known, has been used, or has run out; ask for a new one")]
    NoInvitation,
    #[error(
        "this invitation was sent to another address; sign in with the account of that address"
    )]
    NotYours,
    #[error("this person is a member already; change their roles instead")]
    AlreadyMember,
}

impl Refuse for CannotOrganise {
    fn kind(&self) -> Kind {
        match self {
            Self::Taken(_) | Self::Known(_) | Self::LooksLike | Self::AlreadyMember => kinds::TAKEN,
            Self::NotWaiting(_)
            | Self::NothingAsked(_)
            | Self::NotVerified(_)
            | Self::CannotBe(..)
            | Self::LastOwner
            | Self::NeedsNoConfirming
            | Self::Unknown(_)
            | Self::LastIdentifier
            | Self::TooManyIdentifiers => kinds::WRONG_STATE,
            Self::NoInvitation => kinds::TOKEN_SPENT,
            Self::NotYours => kinds::FORBIDDEN,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_fit_the_kind_of_organisation() {
        let buyer = OrganisationKind::PublicBody;
        assert!(Roles::of(vec![Role::Author, Role::Opener], buyer).is_ok());
        assert!(Roles::of(vec![Role::Bidder], buyer).is_err());
        assert!(Roles::of(vec![], buyer).is_err());
        let roles = Roles::of(vec![Role::Viewer, Role::Owner, Role::Owner], buyer).unwrap();
        assert_eq!(Roles::from_words(&roles.words()), roles);
    }
}
