//! The ranking: computed from the consensus marks when the chair locks them, and kept.

pub(crate) mod api;
mod lock;
mod model;
mod policy;
mod store;
mod views;

pub use lock::lock;
pub use model::{LockedRanking, Ranked, Ranking, Share};
pub use store::{has_judged, load as load_ranking};
