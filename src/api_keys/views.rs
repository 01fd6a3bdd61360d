//! API keys and service accounts as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{IssuedKey, ServiceAccount, StoredKey};
use crate::{access::ApiKey, prelude::*};

/// A service account.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceAccountView {
    /// The account, as a member of the organisation.
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    /// The name of the program.
    #[schema(example = "Contract register")]
    pub name: String,
    /// The roles of the account in the organisation.
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
    /// The id of the key, which is not its secret.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<ApiKey>,
    /// The holder of the key.
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    /// The full name of the holder.
    #[schema(example = "Ada Lovelace")]
    pub user_name: String,
    /// The purpose of the key, as its maker named it.
    #[schema(example = "Nightly export")]
    pub name: String,
    /// The first characters of the key.
    #[schema(example = "ghk_q7yv2xwz")]
    pub hint: String,
    /// The operations that the key may be used for.
    pub scopes: Vec<Scope>,
    /// The networks that may use the key; all networks when the list is empty.
    #[schema(example = json!(["192.0.2.0/24"]))]
    pub networks: Vec<String>,
    /// The instant at which the key was made.
    pub made_at: Instant,
    /// The end of the key.
    pub expires_at: Instant,
    /// The last use of the key, to the minute.
    pub used_at: Option<Instant>,
    /// The instant at which the key was revoked.
    pub revoked_at: Option<Instant>,
}

impl From<&StoredKey> for ApiKeyView {
    fn from(key: &StoredKey) -> Self {
        let networks = key.networks.to_string();
        Self {
            id: key.id,
            user_id: key.holder.user,
            user_name: key.holder.name.clone(),
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
    /// The key as lists show it.
    pub details: ApiKeyView,
}

impl From<&IssuedKey> for MadeApiKeyView {
    fn from(issued: &IssuedKey) -> Self {
        let key = issued.text.as_str().to_owned();
        Self { key, details: ApiKeyView::from(&issued.key) }
    }
}
