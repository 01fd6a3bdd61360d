//! Invitations: an owner invites an address; the person accepts or declines.

mod answering;
pub(crate) mod api;
mod inviting;
mod mails;
mod model;
mod policy;
mod store;

pub use answering::{accept, decline};
pub use inviting::{InvitationAsked, InvitationPage, invite, list, withdraw};
pub use model::InvitationOf;
pub use store::withdraw_all;
