//! The panel of a lot: the people appointed to assess its bids.

pub(crate) mod api;
mod appoint;
mod dismiss;
mod mails;
mod policy;
mod read;
mod store;
mod views;

pub use appoint::{Appointment, appoint};
pub use policy::ReadPanel;
