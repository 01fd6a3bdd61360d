//! Verification: the queue of organisations that wait, the administrators' verdicts, suspension and
//! mergers.
//!
//! ```text
//! unverified ──▶ verified | rejected ; each of them ──▶ suspended ──▶ what it was
//! ```

mod answer;
pub mod api;
mod mails;
mod merger;
mod model;
mod policy;
mod reading;
mod reverification;
mod store;
mod suspension;
mod verdict;
mod views;

pub use answer::answer;
pub use merger::{
    BothBodies, MergerAsked, confirm as confirm_merger, propose as propose_merger,
    proposed as proposed_merger, withdraw as withdraw_merger,
};
pub use model::{Judgement, Outcome, OwnersAnswer, Reasoned};
pub use reading::queue;
pub use reverification::demand as demand_reverification;
pub use suspension::{reinstate, suspend};
pub use verdict::verify;

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS, merger::api::OPERATIONS];
