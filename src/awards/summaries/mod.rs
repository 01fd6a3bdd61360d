//! `GET /v1/bids/{id}/assessment-summary`: the marks and reasons of each
//! bid for its supplier, with the name, total and marks of the winner (PA 2023 s.50, SI 2024/692 reg 31; RULES 51, 56).

pub(crate) mod api;
mod model;
mod policy;
mod summary;

pub use model::AssessmentSummary;
pub use summary::of;
