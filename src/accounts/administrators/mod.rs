//! Administrators of the platform, their duties, and acts of the operator.

pub(crate) mod api;
pub mod duties;
mod mails;
pub mod model;
pub mod operator;
mod policy;
pub mod reading;
mod store;
mod views;
