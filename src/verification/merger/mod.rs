//! Mergers: one public body becomes part of another, as when councils merge. One administrator
//! proposes, another confirms (ADR 0016).

pub(crate) mod api;
mod confirmation;
mod events;
mod mails;
mod model;
mod policy;
mod proposal;
mod reading;
mod store;
mod views;

pub use confirmation::confirm;
pub use model::{BothBodies, MergerAsked};
pub use proposal::{propose, withdraw};
pub use reading::proposed;
