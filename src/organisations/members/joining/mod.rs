//! Requests to join: somebody asks to become a member, an owner says yes or no.

mod answer;
pub(crate) mod api;
mod asking;
mod events;
mod mails;
mod model;
mod policy;
mod reading;
mod store;
mod views;

pub use answer::{answer, withdraw};
pub use asking::{JoinAsked, ask};
pub use model::JoinAnswer;
pub use reading::{own, waiting};
pub use store::{end_all, end_own};
