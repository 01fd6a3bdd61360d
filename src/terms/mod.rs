//! The terms of the platform: versions that an administrator publishes ahead of time, and what was
//! accepted for which organisation. Nobody submits a bid under terms that they have not seen
//! (LESSONS P16).

mod acceptance;
pub mod api;
mod mails;
mod model;
mod policy;
mod publishing;
mod store;

pub use acceptance::{accepted, standing};
