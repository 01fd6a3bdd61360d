//! Whether a supplier may bid for a lot, and be awarded it: judged by rule from what it says of
//! itself, for itself before it drafts, at each submission, and for the buyer at the award.

#[cfg(test)]
mod edges;
mod judgement;
mod reading;
mod reasons;

pub use reading::{EligibilityView, read, unmet, unmet_at_submission};
pub use reasons::{NotEligible, Reason};
