//! Openings: after the deadline two officers open all bids of a lot at once.

pub(crate) mod api;
mod approve;
mod mails;
mod model;
mod policy;
mod store;

pub use approve::approve_opening;
