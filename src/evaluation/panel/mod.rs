//! The panel of a lot: the people appointed to assess its bids.

pub(crate) mod api;
mod appoint;
mod policy;
mod store;

pub use appoint::{Appointment, appoint};
pub use policy::ReadPanel;
