//! Second factors: authenticator apps (TOTP, RFC 6238), recovery codes, passkeys (`WebAuthn`).
//!
//! ```text
//! password ──▶ second step ──code or passkey──▶ session, strong and fresh
//! passkey alone ───────────────────────────────▶ session, strong and fresh
//! session, five minutes later ──step-up──▶ fresh again
//! ```

mod codes;
pub mod enrolment;
pub mod passkeys;
mod proving;
pub mod second_step;
pub mod step_up;
pub mod store;

pub use codes::{RecoveryCode, Totp};
pub use passkeys::Passkeys;
pub use proving::{Given, WrongProof};

use crate::words;

words!(
    /// What somebody can prove themselves with besides a password.
    Factor { Totp = "totp", RecoveryCode = "recovery_code", Passkey = "passkey" }
);
