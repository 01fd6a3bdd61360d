//! Identity providers, and sign-ins that have begun, as they are shown.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    flow::{self, Begun},
    model::Provider,
};
use crate::prelude::*;

/// An identity provider, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityProviderView {
    #[schema(example = "https://login.camden.example/realms/staff")]
    pub issuer: String,
    pub client_id: String,
    pub groups_claim: String,
    #[schema(value_type = Object)]
    pub groups: BTreeMap<String, Vec<Role>>,
    pub default_roles: Vec<Role>,
    pub amr_believed: bool,
    pub acr_believed: Option<String>,
    pub passwords: bool,
    pub set_at: Instant,
    /// The redirect address to register at the provider.
    #[schema(example = "https://guildhall.example/docs/oidc")]
    pub redirect_uri: String,
}

impl IdentityProviderView {
    pub fn of(provider: &Provider, public_url: &str) -> Self {
        Self {
            issuer: provider.issuer.to_string(),
            client_id: provider.client_id.clone(),
            groups_claim: provider.groups_claim.clone(),
            groups: provider.groups.clone(),
            default_roles: provider.default_roles.clone(),
            amr_believed: provider.amr_believed,
            acr_believed: provider.acr_believed.clone(),
            passwords: provider.passwords,
            set_at: provider.set_at,
            redirect_uri: format!("{public_url}/docs/oidc"),
        }
    }
}

/// The address of the provider, and the verifier to keep.
#[derive(Debug, Serialize, ToSchema)]
pub struct OidcSessionView {
    /// The address to open in the browser, which returns with `code` and `state`.
    pub authorization_url: String,
    /// Keep it where the sign-in began, and send it with `code` and `state`: without, whoever
    /// follows a link of somebody else's would be signed in as them.
    pub verifier: String,
    #[schema(example = 600)]
    pub expires_in: i64,
}

impl From<Begun> for OidcSessionView {
    fn from(begun: Begun) -> Self {
        Self {
            authorization_url: begun.authorization_url,
            verifier: begun.verifier,
            expires_in: flow::SIGN_IN_LIFE.as_seconds(),
        }
    }
}
