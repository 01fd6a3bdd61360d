//! Marks: given by each marking member alone, then submitted for all bids at once.

pub(crate) mod api;
mod model;
mod policy;
mod put;
mod store;
mod submit;

pub use model::{MarkGiven, NewMarks, ensure_competing, fit};
pub use policy::ReadScores;
pub use put::put;
pub use submit::submit;
