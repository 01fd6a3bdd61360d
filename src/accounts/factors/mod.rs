//! Second factors: authenticator apps (TOTP, RFC 6238), recovery codes, passkeys (`WebAuthn`).
//!
//! ```text
//! password ──▶ second step ──code or passkey──▶ session, strong and fresh
//! passkey alone ───────────────────────────────▶ session, strong and fresh
//! session, five minutes later ──step-up──▶ fresh again
//! ```

pub(crate) mod api;
pub mod bodies;
pub mod changes;
pub mod mails;
pub mod model;
pub(crate) mod passkeys;
pub mod policy;
pub mod proving;
pub mod reading;
pub(crate) mod recovery_codes;
mod reset;
pub(crate) mod step_up;
pub mod store;
pub(crate) mod totp;
