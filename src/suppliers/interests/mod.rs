//! Themes that a supplier wants to hear of.

pub(crate) mod api;
mod declaring;
mod policy;
mod reading;
mod store;

pub use api::Interests;
pub use declaring::declare_interests;
pub use reading::read;
pub use store::interested_in;
