//! Themes of opportunities about which a supplier gets letters.

pub(crate) mod api;
mod declaring;
mod policy;
mod store;

pub use api::Interests;
pub use declaring::{declare_interests, read};
pub use store::interested_in;
