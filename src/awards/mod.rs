//! The end of a competition: a decision is proposed by the chair and approved by another person;
//! then all suppliers are told at once.
//!
//! ```text
//! proposed ──approve──▶ approved: bids settled, lot decided or without award
//!     └────reject───▶ rejected: back to the chair
//! ```
//!
//! Contracts that are signed afterwards are recorded; with the last one the lot is awarded.

mod contracts;
mod decision;
mod summaries;

pub use decision::{Approval, DecisionOutcome, Proposal, approve, propose};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] =
    &[contracts::api::OPERATIONS, decision::api::OPERATIONS, summaries::api::OPERATIONS];
