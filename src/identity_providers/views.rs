//! Identity providers, and sign-ins that have begun, as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    flow::{self, Begun},
    model::{Groups, Provider},
};
use crate::prelude::*;

/// An identity provider, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityProviderView {
    /// The issuer, as in its discovery document.
    #[schema(example = "https://login.camden.example/realms/staff")]
    pub issuer: String,
    /// The client id of Guildhall at the provider.
    #[schema(example = "guildhall")]
    pub client_id: String,
    /// The claim of the ID token with the person's groups.
    #[schema(example = "groups")]
    pub groups_claim: String,
    /// The roles that each group gives.
    #[schema(value_type = Object, example = json!({ "procurement": ["author", "viewer"] }))]
    pub groups: Groups,
    /// The roles of people in none of the groups.
    pub default_roles: Vec<Role>,
    /// Whether `mfa` in the provider's `amr` claim counts as a second factor.
    pub amr_believed: bool,
    /// The class of authentication (`acr`) that counts as a second factor.
    #[schema(example = "urn:example:mfa")]
    pub acr_believed: Option<String>,
    /// Whether people with an address of the organisation may sign in by password or passkey too.
    pub passwords: bool,
    /// The instant at which an owner set the provider.
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
    #[schema(example = "https://login.camden.example/realms/staff/auth?client_id=guildhall")]
    pub authorization_url: String,
    /// The secret of this browser, to be sent with `code` and `state`: it protects a person who
    /// follows another person's link from being signed in to that person's account.
    #[schema(example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw")]
    pub verifier: String,
    /// Seconds within which the sign-in has to be completed.
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
