//! Passkeys and their challenges as values.

use diesel::{Queryable, Selectable};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use webauthn_rs::prelude::Passkey;

use crate::{
    db::{Json, schema::passkeys},
    prelude::*,
    words,
};

/// How long a challenge can be answered.
pub const CHALLENGE_LIFE: Period = Period::minutes(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPasskeys {
    #[error(
        "passkeys need a domain name, and this address has none: the operator sets GUILDHALL_PASSKEY_DOMAIN"
    )]
    NoDomain,
}

impl Refuse for NoPasskeys {
    fn kind(&self) -> Kind {
        match self {
            Self::NoDomain => kinds::WRONG_STATE,
        }
    }
}

/// The answer of a browser to a challenge.
#[derive(Debug, Clone)]
pub struct PasskeyAnswer {
    /// The challenge as it was given out, sealed.
    pub challenge: String,
    /// As `navigator.credentials.get` returned it.
    pub credential: Value,
}

words!(
    /// The purpose of a challenge; an answer counts for its own purpose alone.
    ChallengePurpose { Register = "register", Prove = "prove", SignIn = "sign_in" }
);

/// The use of a challenge.
#[derive(Debug, Clone, Copy)]
pub struct ChallengeFor {
    pub purpose: ChallengePurpose,
    /// The user whose passkeys are asked for, where the challenge names one.
    pub user: Option<Id<User>>,
}

/// The options for the browser, and the challenge to send back with its answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChallengeView)]
pub struct Challenge {
    /// The sealed challenge; send it back with the credential, within five minutes.
    #[serde(rename = "challenge")]
    pub sealed: String,
    /// The options for `navigator.credentials` (W3C `WebAuthn`); binary fields are base64url.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// A challenge as it came back.
pub struct ChallengeAnswer {
    /// Which challenge, to be spent.
    pub id: String,
    pub until: Instant,
    pub user: Option<Id<User>>,
    pub ceremony: Value,
}

/// The id of a credential as it is kept: hex.
pub fn credential_id(bytes: &[u8]) -> String {
    hex::encode(bytes)
}

/// A passkey of mine.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = passkeys)]
#[schema(as = PasskeyView)]
pub struct StoredPasskey {
    /// The id of the passkey.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Passkey>,
    #[serde(skip)]
    #[diesel(column_name = user_id)]
    pub user: Id<User>,
    #[serde(skip)]
    #[diesel(column_name = credential, deserialize_as = Json<Passkey>)]
    pub key: Passkey,
    /// The name that I gave the passkey.
    #[schema(example = "my telephone")]
    pub name: String,
    /// The time when the passkey was added.
    #[diesel(column_name = made_at)]
    pub added_at: Instant,
    /// The time of the last sign-in with the passkey; none before the first.
    pub used_at: Option<Instant>,
}

impl From<Json<Self>> for Passkey {
    fn from(column: Json<Self>) -> Self {
        column.0
    }
}

/// A passkey as its owner adds it.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    pub challenge: String,
    pub name: Line<80>,
    pub credential: Value,
}
