//! API keys as values.

use crate::{
    access::ApiKey, accounts::KeyText, kernel::Networks, organisations::Roles, prelude::*,
};

/// A member that is a program.
#[derive(Debug, Clone)]
pub struct ServiceAccount {
    pub user: Id<User>,
    pub name: String,
    pub roles: Roles,
}

/// The member whose keys these are.
#[derive(Debug, Clone)]
pub struct Holder {
    pub organisation: Id<Organisation>,
    pub user: Id<User>,
    pub is_program: bool,
}

/// A key as stored: with its hash alone, from which the key cannot be found.
#[derive(Debug, Clone)]
pub struct StoredKey {
    pub id: Id<ApiKey>,
    pub holder: Holder,
    pub made_by: Id<User>,
    pub name: String,
    /// Its first characters.
    pub hint: String,
    pub scopes: Vec<Scope>,
    pub networks: Networks,
    pub made_at: Instant,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

/// A new key with its text, which is told once and kept nowhere.
pub struct IssuedKey {
    pub key: StoredKey,
    pub text: KeyText,
}

/// A key as it is asked for.
#[derive(Debug, Clone)]
pub struct NewKey {
    pub name: Line<120>,
    pub scopes: Vec<Scope>,
    pub networks: Networks,
    pub expires_at: Option<Instant>,
    /// A program of the organisation; else the key is for the member who asks.
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
