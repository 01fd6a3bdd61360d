//! What suppliers were assessed for: categories with criteria, applications with evidence for each,
//! what an assessor found, and the capability that is held until it runs out (LESSONS P24, ADR 0025).
//!
//! ```text
//! submitted ──▶ granted ──▶ held until its end, its renewal or its revocation
//!     ├───────▶ declined
//!     └───────▶ withdrawn
//! ```

pub mod api;
mod applications;
mod assessments;
mod categories;
mod holdings;
mod model;
mod policy;

pub use applications::reading::{
    list as list_applications, queue as list_applications_to_assess, read as read_application,
};
pub use categories::{
    reading::{list as list_categories, read as read_category},
    store::open_among as open_categories,
};
pub use holdings::{model::Capability, reading::held, reminders::send_reminders};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] =
    &[applications::api::OPERATIONS, assessments::api::OPERATIONS, categories::api::OPERATIONS];
