//! Public bodies that open data names before they have come here themselves.

mod model;
mod store;

pub use model::NamedBody;
pub use store::{imported_body, supplier_by};
