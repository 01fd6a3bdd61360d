//! Accounts that are not used for long are deactivated.

pub mod checking;
mod mails;
mod model;
mod policy;
mod store;
pub mod warning;
