//! Applications of suppliers, with evidence for each criterion.

pub(crate) mod api;
mod applying;
pub mod model;
mod policy;
pub mod reading;
pub mod store;
pub mod views;
