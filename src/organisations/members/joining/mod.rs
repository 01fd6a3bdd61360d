//! Requests to join: somebody asks to become a member, an owner says yes or no.

mod answer;
pub mod api;
mod asking;
mod events;
mod mails;
mod model;
mod policy;
mod reading;
mod store;
mod views;

pub use store::{end_all, end_own};
