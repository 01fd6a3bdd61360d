//! Authenticator apps (TOTP).

pub(crate) mod api;
pub mod enrolment;
pub mod model;
pub mod store;
mod views;
