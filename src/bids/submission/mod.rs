//! Submissions: a draft goes under seal, is replaced or withdrawn, and each time a receipt is signed.

pub(crate) mod api;
mod mails;
mod receipt;
mod submit;
mod views;
mod withdraw;

pub use submit::submit;
