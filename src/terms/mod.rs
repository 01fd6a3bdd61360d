//! The terms of the platform: versions that an administrator publishes ahead of time, and what was
//! accepted for which organisation. Nobody submits a bid under terms that they have not seen
//! (LESSONS P16).

mod acceptance;
pub mod api;
mod mails;
mod model;
mod policy;
mod publishing;
mod reading;
mod store;
mod views;

pub use acceptance::{accepted, standing};
pub use model::VersionAsked;
pub use reading::{acceptances, list as list_terms, read as read_terms};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];
