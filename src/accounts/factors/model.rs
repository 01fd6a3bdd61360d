//! Second factors as values.

use super::{passkeys::model::PasskeyAnswer, recovery_codes::model::RecoveryCode};
use crate::{prelude::*, words};

/// So many wrong proofs, and the password is asked for again (SAFETY E12).
pub const TRIES: i64 = 5;

/// The proof of a second factor, as it was given.
#[derive(Debug, Clone)]
pub enum FactorProof {
    Code(String),
    RecoveryCode(RecoveryCode),
    Passkey(PasskeyAnswer),
}

/// The same refusal for every wrong proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this code, passkey or password is wrong or was used before")]
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
    #[error("set up an authenticator app first")]
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
    /// A second factor, beside the password.
    Factor {
        /// A code of an authenticator app.
        Totp = "totp",
        /// A recovery code, which works once.
        RecoveryCode = "recovery_code",
        /// A passkey.
        Passkey = "passkey",
    }
);
