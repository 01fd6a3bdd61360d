//! Members: who belongs to an organisation, with which roles, and how they come and go.

pub(crate) mod api;
pub(crate) mod confirmation;
mod ending;
pub(crate) mod invitations;
pub(crate) mod joining;
mod mails;
mod model;
mod policy;
mod reading;
mod roles;
pub(super) mod store;
mod views;

pub use confirmation::{ConfirmationAsked, Year, confirm as confirm_members, remind_owners};
pub use ending::{end as end_membership, remove};
pub use invitations::{
    InvitationAsked, InvitationOf, InvitationPage, accept, decline, invite,
    list as list_invitations, withdraw as withdraw_invitation,
};
pub use joining::{
    JoinAnswer, JoinAsked, answer as answer_join_request, ask as ask_to_join,
    end_all as end_join_requests, own as own_join_requests, waiting as waiting_join_requests,
    withdraw as withdraw_join_request,
};
pub use model::{Member, MemberOf, Roles};
pub use policy::ReadMembers;
pub use reading::list as list_members;
pub use roles::{NewRolesOf, change_roles};
