//! Requests to join: a person asks to become a member, an owner accepts or declines.

mod answer;
pub(crate) mod api;
mod asking;
mod mails;
mod model;
mod policy;
mod store;

pub use answer::{answer, waiting, withdraw};
pub use asking::{JoinAsked, ask, own};
pub use model::JoinAnswer;
pub use store::{end_all, end_own};
