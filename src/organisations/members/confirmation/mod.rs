//! Confirmation: once a year an owner of a public body confirms its members (LESSONS C48, P14). A
//! confirmation ends by time alone; a worker only writes letters.

pub(crate) mod api;
mod confirming;
mod mails;
mod model;
mod policy;
mod reminders;
mod store;

pub use confirming::confirm;
pub use model::{ConfirmationAsked, Year};
pub use reminders::remind_owners;
