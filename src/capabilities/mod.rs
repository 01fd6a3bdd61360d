//! What suppliers were assessed for: categories with criteria, applications with evidence for each,
//! what an assessor found, and the capability that is held until it runs out (LESSONS P24, ADR 0025).
//!
//! ```text
//! submitted ──▶ granted ──▶ held until its end, its renewal or its revocation
//!     ├───────▶ declined
//!     └───────▶ withdrawn
//! ```

pub mod api;
mod application;
mod assessment;
mod categories;
mod holding;
mod mails;
mod model;
mod model_categories;
mod policy;
mod reminders;
mod revocation;
mod store;
mod store_categories;
mod store_held;

pub use holding::{Held, held};
pub use reminders::remind_around;
pub use store_categories::open_among as open_categories;
