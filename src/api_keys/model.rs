//! API keys as values.

use diesel::{Queryable, Selectable};

use crate::{
    access::ApiKey,
    accounts::KeyText,
    db::{
        Words,
        schema::{api_keys, users},
    },
    kernel::{Email, Networks},
    organisations::Roles,
    prelude::*,
};

/// A member that is a program.
#[derive(Debug, Clone)]
pub struct ServiceAccount {
    pub user: Id<User>,
    pub name: String,
    pub roles: Roles,
}

/// The member that a key belongs to.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = api_keys)]
pub struct Holder {
    #[diesel(column_name = organisation_id)]
    pub organisation: Id<Organisation>,
    #[diesel(column_name = user_id)]
    pub user: Id<User>,
    #[diesel(select_expression = users::full_name)]
    pub name: String,
    #[diesel(select_expression = users::email)]
    pub email: String,
}

impl Holder {
    /// Whether the member is a service account.
    pub fn is_program(&self) -> bool {
        Email::is_of_program(&self.email)
    }
}

/// A key as stored: with its hash alone, from which the key cannot be found.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = api_keys)]
pub struct StoredKey {
    pub id: Id<ApiKey>,
    #[diesel(embed)]
    pub holder: Holder,
    pub made_by: Id<User>,
    pub name: String,
    /// The first characters of the key.
    pub hint: String,
    #[diesel(deserialize_as = Words<Scope>)]
    pub scopes: Vec<Scope>,
    pub networks: Networks,
    pub made_at: Instant,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

/// A new key with its text, which is shown once and not stored.
pub struct IssuedKey {
    pub key: StoredKey,
    pub text: KeyText,
}

/// A key that a member asks for.
#[derive(Debug, Clone)]
pub struct NewKey {
    pub name: Line<120>,
    pub scopes: Vec<Scope>,
    pub networks: Networks,
    pub expires_at: Option<Instant>,
    /// A service account of the organisation; without it, the member who asks.
    pub holder: Option<Id<User>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotKey {
    #[error("there are twenty keys already: revoke one first")]
    Many,
    #[error("this key has been revoked or has expired: make a new one")]
    Over,
}

impl Refuse for CannotKey {
    fn kind(&self) -> Kind {
        match self {
            Self::Many | Self::Over => kinds::WRONG_STATE,
        }
    }
}
