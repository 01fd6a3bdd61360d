//! Passkeys as the API shows them.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use webauthn_rs::prelude::Passkey;

use super::model::{Challenge, StoredPasskey};
use crate::prelude::*;

/// The options for the browser, and the challenge to send back with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChallengeView {
    /// Send it back with the credential, within five minutes.
    pub challenge: String,
    /// For `navigator.credentials` (W3C `WebAuthn`); binary fields are base64url.
    #[schema(value_type = Object)]
    pub options: Value,
}

impl From<&Challenge> for ChallengeView {
    fn from(challenge: &Challenge) -> Self {
        Self { challenge: challenge.sealed.clone(), options: challenge.options.clone() }
    }
}

/// A passkey of mine.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyView {
    /// The id of the passkey.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Passkey>,
    /// The name that I gave the passkey.
    #[schema(example = "my telephone")]
    pub name: String,
    /// The time when the passkey was added.
    pub added_at: Instant,
    /// The time of the last sign-in with the passkey; none before the first.
    pub used_at: Option<Instant>,
}

impl From<&StoredPasskey> for PasskeyView {
    fn from(stored: &StoredPasskey) -> Self {
        Self {
            id: stored.id,
            name: stored.name.clone(),
            added_at: stored.made_at,
            used_at: stored.used_at,
        }
    }
}

/// A passkey, with recovery codes if it is the first factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct AddedPasskeyView {
    /// The new passkey.
    pub passkey: PasskeyView,
    /// Shown once; empty if a second factor existed before.
    pub recovery_codes: Vec<String>,
}
