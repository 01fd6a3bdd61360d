//! The review of an opportunity: sent by an author, returned or published by another person.

pub(crate) mod api;
mod checks;
mod mails;
mod policy;
mod steps;

pub use steps::{publish, send as send_for_review};
