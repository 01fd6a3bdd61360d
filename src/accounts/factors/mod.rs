//! Second factors: authenticator apps (TOTP, RFC 6238), recovery codes, passkeys (`WebAuthn`).
//!
//! ```text
//! password ──▶ second step ──code or passkey──▶ session, strong and fresh
//! passkey alone ───────────────────────────────▶ session, strong and fresh
//! session, five minutes later ──step-up──▶ fresh again
//! ```

pub mod api;
pub mod bodies;
pub mod changes;
pub mod mails;
pub mod model;
pub mod passkeys;
pub mod policy;
pub mod proving;
pub mod reading;
pub mod recovery_codes;
mod reset;
pub mod step_up;
pub mod store;
pub mod totp;
mod views;
