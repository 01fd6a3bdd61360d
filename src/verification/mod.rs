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

pub use model::{Judgement, Outcome};
pub use verdict::verify;
