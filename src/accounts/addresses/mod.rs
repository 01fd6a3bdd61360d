//! E-mail addresses of accounts, and their change.

pub(crate) mod api;
mod changing;
mod mails;
mod model;
mod policy;
pub mod store;
