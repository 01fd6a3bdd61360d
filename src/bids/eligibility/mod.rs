//! Whether a supplier may bid for a lot, and be awarded it: judged by rule from its profile: on
//! request before it drafts, at each submission, and at the award.

pub(crate) mod api;
mod ask;
#[cfg(test)]
mod edges;
mod judgement;
mod model;
mod policy;

pub use ask::{unmet, unmet_at_submission};
pub use model::{NotEligible, Reason};
