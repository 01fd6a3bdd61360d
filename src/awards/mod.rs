//! The end of a competition: proposed by the chair, approved by another, told to everybody at once.
//!
//! ```text
//! proposed ──approve──▶ approved: bids settled, lot decided or without award
//!     └────reject───▶ rejected: back to the chair
//! ```
//!
//! What is signed after it is recorded as a contract; with the last one the lot is awarded.

mod contracts;
mod decision;
mod summaries;

pub use decision::{Approval, DecisionOutcome, Proposal, approve, propose};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] =
    &[contracts::api::OPERATIONS, decision::api::OPERATIONS, summaries::api::OPERATIONS];
