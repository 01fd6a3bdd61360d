//! `GET /v1/bids/{id}/assessment-summary`: what each supplier is told about its own bid, and of
//! the winner its name, total and marks (PA 2023 s.50, SI 2024/692 reg 31; RULES 51, 56).

pub(crate) mod api;
mod model;
mod policy;
mod read;
mod summary;
mod views;

pub use summary::of;
pub use views::AssessmentSummary;
