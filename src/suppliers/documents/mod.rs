//! Documents that a supplier uploads once, for its profile and so for every bid.

pub(crate) mod api;
mod model;
mod policy;
mod reading;
mod store;
mod uploading;

pub use reading::{content, list, read};
pub use store::{among, keep_for_bids};
pub use uploading::{NewDocument, may_upload, upload, withdraw};
