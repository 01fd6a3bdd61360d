//! The ranking: made from what is agreed when the chair locks the consensus, and kept.

pub(crate) mod api;
mod lock;
mod model;
mod policy;
mod store;
mod views;

pub use lock::lock;
pub use model::{LockedRanking, Ranked, Ranking, Share};
pub use store::{has_judged, load as load_ranking};
