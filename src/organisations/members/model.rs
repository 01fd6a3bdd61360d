//! Members of organisations as values.

use diesel::{
    Queryable, Selectable,
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    sql_types::Text,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::model::OrganisationState;
use crate::{
    db::schema::{members, users},
    prelude::*,
};

/// The roles of one member: at least one, each fitting the kind of organisation.
#[derive(Debug, Clone, PartialEq, Eq, FromSqlRow, Serialize)]
pub struct Roles(Vec<Role>);

impl<DB: Backend> FromSql<Text, DB> for Roles
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_words(&String::from_sql(value)?))
    }
}

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

    fn from_words(words: &str) -> Self {
        Self(words.split(' ').filter_map(Role::parse).collect())
    }
}

/// The membership of a person in an organisation.
#[derive(Debug, Clone, Copy)]
pub struct MemberOf {
    pub organisation: Id<Organisation>,
    pub user: Id<User>,
}

/// A member of an organisation.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = members)]
pub struct Member {
    #[diesel(column_name = organisation_id)]
    #[serde(skip)]
    pub organisation: Id<Organisation>,
    /// The person.
    #[diesel(column_name = user_id)]
    #[serde(rename = "user_id")]
    #[schema(value_type = String, format = "uuid")]
    pub user: Id<User>,
    /// The name of the person.
    #[diesel(select_expression = users::full_name)]
    #[diesel(select_expression_type = users::full_name)]
    pub full_name: String,
    /// The e-mail address of the person.
    #[diesel(select_expression = users::email)]
    #[diesel(select_expression_type = users::email)]
    pub email: String,
    /// The roles of the member.
    #[schema(value_type = Vec<Role>)]
    pub roles: Roles,
    /// The time since which the person is a member.
    pub joined_at: Instant,
    /// The end of the yearly confirmation; only in public bodies. Then the roles are inactive.
    pub confirmed_until: Option<Instant>,
    /// The version, for `If-Match`.
    pub version: i64,
}

/// A member, with the facts that a change of roles depends on.
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
