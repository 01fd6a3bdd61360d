//! JSON Web Keys as the API shows them (RFC 7517, RFC 8037).

use serde::Serialize;
use utoipa::ToSchema;

/// An Ed25519 key as a JSON Web Key.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenKey {
    /// The type of the key (RFC 8037).
    #[schema(example = "OKP")]
    pub kty: &'static str,
    /// The curve of the key.
    #[schema(example = "Ed25519")]
    pub crv: &'static str,
    /// The use of the key: signatures.
    #[schema(example = "sig", rename = "use")]
    #[serde(rename = "use")]
    pub used_for: &'static str,
    /// The algorithm of the signatures.
    #[schema(example = "EdDSA")]
    pub alg: &'static str,
    /// The id of the key, which access tokens carry in their header.
    #[schema(example = "9f2c4e7a1b3d5f60")]
    pub kid: String,
    /// The public key, base64url.
    pub x: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TokenKeySet {
    /// The keys: the current one first.
    pub keys: Vec<TokenKey>,
}
