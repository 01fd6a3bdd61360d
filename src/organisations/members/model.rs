//! Members of organisations as values.

use super::super::model::OrganisationState;
use crate::prelude::*;

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

/// The place of a person in an organisation.
#[derive(Debug, Clone, Copy)]
pub struct MemberOf {
    pub organisation: Id<Organisation>,
    pub user: Id<User>,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotBeMember {
    #[error("an organisation keeps at least one owner; make somebody else owner first")]
    LastOwner,
    #[error("this person is a member already; change their roles instead")]
    AlreadyMember,
    #[error("an organisation that is {0} cannot be joined")]
    NotJoined(OrganisationState),
}

impl Refuse for CannotBeMember {
    fn kind(&self) -> Kind {
        match self {
            Self::AlreadyMember => kinds::TAKEN,
            Self::LastOwner | Self::NotJoined(_) => kinds::WRONG_STATE,
        }
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
