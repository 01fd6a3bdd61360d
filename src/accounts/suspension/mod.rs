//! Accounts that an administrator suspends and reinstates.

pub(crate) mod api;
mod mails;
mod model;
mod policy;
mod suspending;
