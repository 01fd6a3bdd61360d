//! Second factors as values.

use serde_json::Value;

use super::recovery_codes::model::RecoveryCode;
use crate::{
    kernel::{Kind, Refuse, kinds},
    words,
};

/// So many wrong proofs, and the password is asked for again (SAFETY E12).
pub const TRIES: i64 = 5;

/// What somebody gives to prove that it is them.
#[derive(Debug, Clone)]
pub enum Given {
    Code(String),
    RecoveryCode(RecoveryCode),
    Passkey { challenge: String, credential: Value },
}

/// One sentence for everything that proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this code, passkey or password does not prove that it is you, or has been used before")]
pub struct WrongProof;

impl Refuse for WrongProof {
    fn kind(&self) -> Kind {
        kinds::WRONG_PROOF
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotEnrol {
    #[error("there is an authenticator app already: remove it first")]
    AppIsThere,
    #[error("ask for a secret first, with POST /v1/me/totp")]
    NoApp,
    #[error("there is no such factor")]
    Nothing,
    #[error("your role asks for a second factor: add another before you remove the last one")]
    Last,
    #[error("there are ten passkeys already: remove one first")]
    Many,
    #[error("this passkey is known already")]
    Known,
}

impl Refuse for CannotEnrol {
    fn kind(&self) -> Kind {
        match self {
            Self::AppIsThere | Self::NoApp | Self::Nothing | Self::Last | Self::Many => {
                kinds::WRONG_STATE
            }
            Self::Known => kinds::TAKEN,
        }
    }
}

words!(
    /// What somebody can prove themselves with besides a password.
    Factor { Totp = "totp", RecoveryCode = "recovery_code", Passkey = "passkey" }
);
