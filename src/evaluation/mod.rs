//! A panel assesses the opened bids of a lot: each member alone first, then together.
//!
//! ```text
//! appointed ──▶ declared (or recused) ──▶ scoring ──▶ submitted
//! all submitted ──▶ consensus per criterion ──▶ locked: the ranking stands
//! ```

mod consensus;
mod declarations;
mod mails;
mod model;
mod panel;
mod policy;
mod ranking;
mod scores;
mod store;

pub use consensus::{ConsensusMark, agree, of_lot as consensus_of};
pub use declarations::{Declared, declare};
pub use model::{Assessor, PanelRole, Seat};
pub use panel::{Appointment, appoint};
pub use ranking::{LockedRanking, Ranked, Ranking, Share, has_judged, load_ranking, lock};
pub use scores::{MarkGiven, put as put_scores, submit as submit_scores};
pub use store::assessor;

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[
    consensus::api::OPERATIONS,
    declarations::api::OPERATIONS,
    panel::api::OPERATIONS,
    ranking::api::OPERATIONS,
    scores::api::OPERATIONS,
];
