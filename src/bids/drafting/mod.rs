//! Drafts: started by a supplier's bidders, kept under the supplier's own key.

pub(crate) mod api;
mod edit;
mod model;
mod policy;
mod start;

pub use edit::edit;
pub use model::{Edit, EditedAnswer};
pub use start::start;
