//! Members: who belongs to an organisation, with which roles, and how they come and go.

pub mod api;
pub(super) mod confirmation;
mod ending;
pub(super) mod invitations;
pub(super) mod joining;
mod mails;
mod model;
mod policy;
mod reading;
mod roles;
pub(super) mod store;
mod views;

pub use confirmation::{Year, remind_owners};
pub use ending::remove;
pub use invitations::{InvitationAsked, accept, invite};
pub use joining::end_all as end_join_requests;
pub use model::{Member, MemberOf, Roles};
pub use policy::ReadMembers;
pub use roles::{NewRolesOf, change_roles};
