//! Opportunities in lists.

mod store;
mod views;

pub use store::{Listed, ListedLot, listed_lots, load_listed};
pub use views::{OpportunitySummary, summary};
