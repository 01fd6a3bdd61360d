//! Identifiers in registers: added and withdrawn by owners, verified by administrators.

pub(crate) mod api;
mod changing;
mod model;
mod policy;
pub(super) mod store;
mod views;

pub use changing::{add, verify, withdraw};
pub use model::{HeldIdentifier, Identifier, IdentifierOf, MOST};
pub use views::HeldView;
