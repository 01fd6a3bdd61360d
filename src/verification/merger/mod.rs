//! Mergers: one public body becomes part of another, as when councils merge. One administrator
//! proposes, another confirms (ADR 0016).

pub(crate) mod api;
mod confirmation;
mod mails;
mod model;
mod policy;
mod proposal;
mod store;

pub use confirmation::confirm;
pub use model::{BothBodies, MergerAsked};
pub use proposal::{propose, proposed, withdraw};
