//! Accounts that an administrator suspends and reinstates.

pub mod api;
mod mails;
mod model;
mod policy;
mod suspending;
