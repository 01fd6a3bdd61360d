//! New accounts, and the proof of their addresses.

pub(crate) mod api;
pub mod mails;
pub mod model;
mod policy;
pub mod registering;
