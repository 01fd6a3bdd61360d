//! E-mail addresses of accounts, and their change.

pub(crate) mod api;
pub mod changing;
mod mails;
pub mod model;
mod policy;
pub mod store;
