//! A panel assesses the opened bids of a lot: each member alone first, then together.
//!
//! ```text
//! appointed ──▶ declared (or recused) ──▶ scoring ──▶ submitted
//! all submitted ──▶ consensus per criterion ──▶ locked: the ranking stands
//! ```

pub mod api;
mod consensus;
mod declarations;
mod mails;
mod model;
mod panel;
mod policy;
mod ranking;
mod scores;
mod store;

pub use consensus::{agree, lock};
pub use declarations::{Declared, declare};
pub use model::{LotUnderEvaluation, MarkGiven, PanelRole, Seat};
pub use panel::{Appointment, appoint};
pub use ranking::{Ranked, Ranking, Share};
pub use scores::{put as put_scores, submit as submit_scores};
pub use store::{ConsensusMark, consensus_of, judges, load_lot_whole, load_ranking};
