//! API keys and service accounts as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{IssuedKey, ServiceAccount, StoredKey};
use crate::{access::ApiKey, prelude::*};

/// A service account.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceAccountView {
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub name: String,
    pub roles: Vec<Role>,
}

impl From<&ServiceAccount> for ServiceAccountView {
    fn from(account: &ServiceAccount) -> Self {
        Self {
            user_id: account.user,
            name: account.name.clone(),
            roles: account.roles.list().to_vec(),
        }
    }
}

/// An API key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiKeyView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<ApiKey>,
    /// The holder of the key.
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    pub name: String,
    /// The first characters of the key.
    #[schema(example = "ghk_q7yv2xwz")]
    pub hint: String,
    pub scopes: Vec<Scope>,
    pub networks: Vec<String>,
    pub made_at: Instant,
    pub expires_at: Instant,
    /// To the minute.
    pub used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

impl From<&StoredKey> for ApiKeyView {
    fn from(key: &StoredKey) -> Self {
        let networks = key.networks.to_string();
        Self {
            id: key.id,
            user_id: key.holder.user,
            name: key.name.clone(),
            hint: key.hint.clone(),
            scopes: key.scopes.clone(),
            networks: networks.split_whitespace().map(str::to_owned).collect(),
            made_at: key.made_at,
            expires_at: key.expires_at,
            used_at: key.used_at,
            revoked_at: key.revoked_at,
        }
    }
}

/// A new API key with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeApiKeyView {
    /// The secret, for `Authorization: Bearer`. It is shown once and not stored.
    #[schema(example = "ghk_q7yv2xwzq7yv2xwzq7yv2xwzq7yv2xwzq7yv2xwzq7yv2xwzq7yv8c7d2a10")]
    pub key: String,
    pub details: ApiKeyView,
}

impl From<&IssuedKey> for MadeApiKeyView {
    fn from(issued: &IssuedKey) -> Self {
        let key = issued.text.as_str().to_owned();
        Self { key, details: ApiKeyView::from(&issued.key) }
    }
}
