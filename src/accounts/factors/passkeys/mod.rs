//! Passkeys (`WebAuthn`).

pub(crate) mod api;
pub mod ceremonies;
mod enrolment;
pub mod model;
mod policy;
pub mod store;
pub mod views;
