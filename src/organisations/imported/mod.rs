//! Public bodies that open data names before they register.

mod store;

pub use store::{imported_body, supplier_by};
