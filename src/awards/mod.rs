//! The end of a competition: proposed by the chair, approved by another, told to everybody at once.
//!
//! ```text
//! proposed ──approve──▶ approved: bids settled, lot decided or without award
//!     └────reject───▶ rejected: back to the chair
//! ```
//!
//! What is signed after it is recorded as a contract; with the last one the lot is awarded.

pub mod api;
mod approval;
mod contracts;
mod decision;
mod eligibility;
mod mails;
mod model;
mod policy;
mod store;
mod store_contracts;
mod summary;

pub use approval::{Settlement, settle};
pub use decision::propose;
pub use model::{DecisionOutcome, Proposal};
