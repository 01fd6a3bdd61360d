//! The agreement of the panel about each bid, written down by its chair.

mod agree;
pub(crate) mod api;
mod model;
mod policy;
mod store;

pub use agree::agree;
pub use model::{ConsensusMark, by_criterion};
pub use store::of_lot;
