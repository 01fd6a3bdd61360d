//! The public directory of suppliers: its filters, its search, and a supplier as everybody may see it.

pub(crate) mod api;
mod model;
mod policy;
mod reading;
mod store;
mod views;

pub use model::{SizeAsked, SupplierFilters, VcseAsked};
pub use reading::{SupplierPage, list, search, supplier};
