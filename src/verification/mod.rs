//! Verification: the queue of organisations that wait, the administrators' verdicts, suspension and
//! mergers.
//!
//! ```text
//! unverified ──▶ verified | rejected ; each of them ──▶ suspended ──▶ reinstated
//! ```

pub mod api;
mod mails;
mod merger;
mod model;
mod policy;
mod review;
mod store;
mod suspension;
mod views;

pub use merger::{
    BothBodies, MergerAsked, confirm as confirm_merger, propose as propose_merger,
    proposed as proposed_merger, withdraw as withdraw_merger,
};
pub use model::{Judgement, Outcome, OwnersAnswer, Reasoned};
pub use review::{answer, demand_reverification, queue, verify};
pub use suspension::{reinstate, suspend};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS, merger::api::OPERATIONS];
