//! Opportunities that were read from open data.

mod model;
mod store;

pub use model::{ImportedLot, ImportedOpportunity, LotWinner, Winner};
pub use store::{Imported, put as put_imported, winners_of};
