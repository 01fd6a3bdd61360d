//! Declarations of interests, once the bidders are known. No declaration, no bid.

pub(crate) mod api;
mod declare;
mod model;
mod policy;
mod store;

pub use declare::declare;
pub use model::Declared;
