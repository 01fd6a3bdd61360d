//! Recovery codes: ten, on paper, for the day when the other factor is lost.

pub(crate) mod api;
pub mod model;
mod renewal;
pub mod store;
pub mod views;
