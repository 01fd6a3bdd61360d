//! Authenticator apps (TOTP).

pub mod api;
pub mod enrolment;
pub mod model;
pub mod store;
mod views;
