//! Passkeys and their challenges as values.

use serde_json::Value;
use webauthn_rs::prelude::Passkey;

use crate::{prelude::*, words};

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
    /// What a challenge is for; no answer to one counts for another.
    Purpose { Register = "register", Prove = "prove", SignIn = "sign_in" }
);

/// The use of a challenge; no answer to one counts for another.
#[derive(Debug, Clone, Copy)]
pub struct ChallengeFor {
    pub purpose: Purpose,
    /// The user whose passkeys are asked for, where the challenge names one.
    pub user: Option<Id<User>>,
}

/// A challenge: what the browser is asked, and what we have to remember of it, sealed.
#[derive(Debug, Clone)]
pub struct Challenge {
    pub sealed: String,
    /// As `navigator.credentials.create` and `.get` take it.
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

/// A passkey as stored, with what its owner knows it by.
#[derive(Debug, Clone)]
pub struct StoredPasskey {
    pub id: Id<Passkey>,
    pub user: Id<User>,
    pub key: Passkey,
    pub name: String,
    pub made_at: Instant,
    pub used_at: Option<Instant>,
}

/// A passkey as its owner adds it.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    pub challenge: String,
    pub name: Line<80>,
    pub credential: Value,
}
