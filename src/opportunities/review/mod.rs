//! The review of an opportunity: sent by an author, returned or published by another person.

pub(crate) mod api;
mod checks;
mod mails;
mod model;
mod policy;
mod publication;
mod readiness;
mod returning;
mod sending;

pub use publication::publish;
pub use sending::send as send_for_review;
