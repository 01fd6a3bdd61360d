//! Finding opportunities by their codes.

mod model;
pub(super) mod store;

pub use model::Code;
