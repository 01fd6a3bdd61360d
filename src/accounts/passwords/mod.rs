//! Passwords: hashed, checked for strength, set and changed.

pub(crate) mod api;
pub mod checking;
pub mod hashing;
pub mod mails;
pub mod model;
mod policy;
pub mod setting;
pub mod strength;
