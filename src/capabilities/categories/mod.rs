//! Categories: the things that suppliers can be assessed for, each with its criteria.

pub(crate) mod api;
mod editing;
pub mod model;
mod policy;
pub mod reading;
pub mod store;
mod views;
