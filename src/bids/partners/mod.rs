//! `/v1/bids/{id}/partners` and `/v1/bid-partnerships/{partnership_id}`: suppliers that bid
//! together. Each accepts for itself, and the conditions of the lot hold for each (ADR 0026).
//!
//! ```text
//! invited ──▶ accepted | declined ; invited or accepted ──▶ withdrawn (by the lead)
//! accepted ──▶ left (by the partner)
//! ```

mod answer;
pub(crate) mod api;
mod changing;
mod end;
mod invite;
mod mails;
mod model;
mod naming;
mod policy;
mod read;
mod store;
mod views;

pub use end::end_all;
pub use model::CannotPartner;
pub use naming::{agreed, named};
pub use store::{accepted_by, of_lot};
pub use views::{PartnerView, partner};
