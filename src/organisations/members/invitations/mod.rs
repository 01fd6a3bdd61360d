//! Invitations: an owner invites an address; its person accepts, or says no.

mod acceptance;
pub(crate) mod api;
mod inviting;
mod mails;
mod model;
mod policy;
mod reading;
mod refusal;
mod store;
mod views;
mod withdrawal;

pub use acceptance::accept;
pub use inviting::{InvitationAsked, invite};
pub use model::InvitationOf;
pub use reading::{InvitationPage, list};
pub use refusal::decline;
pub use store::withdraw_all;
pub use withdrawal::withdraw;
