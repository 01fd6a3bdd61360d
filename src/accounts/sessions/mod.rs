//! Sessions: started, refreshed, ended, listed.

pub(crate) mod api;
mod ending;
mod mails;
pub mod model;
pub mod policy;
pub mod reading;
pub mod refresh;
pub mod starting;
pub mod store;
pub mod views;
