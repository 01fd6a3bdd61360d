//! Capabilities that suppliers hold, and reminders before they run out.

mod mails;
pub mod model;
mod policy;
pub mod reading;
pub mod reminders;
pub mod store;
