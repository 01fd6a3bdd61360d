//! E-mail addresses of accounts, and their change.

pub mod api;
mod changing;
mod mails;
mod model;
mod policy;
pub mod store;
