//! Whether a supplier may bid for a lot, and be awarded it: judged by rule from what it says of
//! itself, for itself before it drafts, at each submission, and for the buyer at the award.

pub(crate) mod api;
mod ask;
#[cfg(test)]
mod edges;
mod judgement;
mod model;
mod policy;

pub use ask::{unmet, unmet_at_submission};
pub use model::{NotEligible, Reason};
