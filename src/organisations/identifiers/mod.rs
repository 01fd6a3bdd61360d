//! Identifiers in registers: added and withdrawn by owners, verified by administrators.

pub mod api;
mod changing;
mod model;
mod policy;
pub(super) mod store;
mod views;

pub use model::{HeldIdentifier, Identifier, MOST};
pub use views::HeldView;
