//! Reading bids: a supplier reads its own always; after the opening the panel, once each member has
//! declared interests, the buyer's approvers, and auditors.

pub(crate) mod api;
mod documents;
mod model;
mod policy;
mod read;
mod store;
mod views;

pub use views::{BidView, shown};
