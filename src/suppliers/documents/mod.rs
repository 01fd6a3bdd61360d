//! Documents that a supplier hands in once, for its profile and so for every bid.

pub(crate) mod api;
mod model;
mod policy;
mod reading;
mod store;
mod uploading;
mod views;
mod withdrawal;

pub use reading::{content, list, read};
pub use store::{among, keep_for_bids};
pub use uploading::{NewDocument, may_upload, upload};
pub use withdrawal::withdraw;
