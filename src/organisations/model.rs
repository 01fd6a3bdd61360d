//! Organisations as values.

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use serde::Serialize;
use utoipa::ToSchema;

use super::standing::Standing;
use crate::{
    access::{Organisation, OrganisationKind, Role, User},
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

/// An identifier in a register (org-id.guide): `GB-LAE` + `CMD`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Identifier {
    #[schema(value_type = String, example = "GB-LAE")]
    pub scheme: String,
    #[schema(value_type = String, example = "CMD")]
    pub id: String,
}

impl Identifier {
    /// Scheme: two capitals, a hyphen, capitals. Companies House numbers are padded to eight.
    pub fn parse(scheme: &str, id: &str) -> Result<Self, (&'static str, &'static str)> {
        let (country, register) = scheme.split_once('-').unwrap_or((scheme, ""));
        let capitals =
            |s: &str| s.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
        if country.len() != 2
            || !(2..=20).contains(&register.len())
            || !capitals(country)
            || !capitals(register)
        {
            return Err(("scheme", "give a register of org-id.guide, as in GB-COH"));
        }
        let id = id.trim().to_ascii_uppercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_');
        if id.is_empty() || id.len() > 40 || !id.chars().all(plain) {
            return Err(("id", "give the identifier as the register writes it"));
        }
        let id = if scheme == "GB-COH" { format!("{id:0>8}") } else { id };
        if scheme == "GB-COH" && id.len() != 8 {
            return Err(("id", "a Companies House number has eight characters"));
        }
        Ok(Self { scheme: scheme.to_owned(), id })
    }
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawIdentifier {
    scheme: String,
    id: String,
}

impl Deserr<Faults> for Identifier {
    fn deserialize_from_value<V: IntoValue>(
        value: Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, Faults> {
        let raw = RawIdentifier::deserialize_from_value(value, at)?;
        Self::parse(&raw.scheme, &raw.id)
            .map_err(|(field, why)| Faults::at(at.push_key(field), "identifier", why))
    }
}

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
    pub identifiers: Vec<Identifier>,
    pub standing: Standing,
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
        "the identifier {0} belongs to an organisation that is here already; ask its owner to invite you"
    )]
    Taken(String),
    #[error(
        "a verified organisation has this name, or one that looks like it; ask its owner to invite you, or add to the name what tells you apart"
    )]
    LooksLike,
    #[error("an organisation that is {0} cannot be judged")]
    NotWaiting(OrganisationState),
    #[error("an organisation that is {0} has not been asked for anything")]
    NothingAsked(OrganisationState),
    #[error(
        "only a verified organisation that nobody looks at already is verified again; this one is {0}"
    )]
    NotVerified(OrganisationState),
    #[error("an organisation that is {0} cannot be {1}")]
    CannotBe(OrganisationState, &'static str),
    #[error("an organisation keeps at least one owner; make somebody else owner first")]
    LastOwner,
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
            Self::Taken(_) | Self::LooksLike | Self::AlreadyMember => kinds::TAKEN,
            Self::NotWaiting(_)
            | Self::NothingAsked(_)
            | Self::NotVerified(_)
            | Self::CannotBe(..)
            | Self::LastOwner => kinds::WRONG_STATE,
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
    fn identifiers_are_as_their_register_writes_them() {
        assert_eq!(Identifier::parse("GB-COH", "1234567").unwrap().id, "01234567");
        assert_eq!(Identifier::parse("GB-COH", "sc123456").unwrap().id, "SC123456");
        assert_eq!(Identifier::parse("GB-LAE", "CMD").unwrap().id, "CMD");
        for (scheme, id) in [
            ("COH", "1"),
            ("GB-COH", "123456789"),
            ("GB-", "1"),
            ("gb-COH", "1"),
            ("GB-COH", ""),
            ("GB-COH", "1; drop"),
        ] {
            assert!(Identifier::parse(scheme, id).is_err(), "{scheme} {id}");
        }
    }

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
