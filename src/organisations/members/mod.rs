//! Members of an organisation and their roles: how memberships begin, are confirmed, and end.

pub(crate) mod api;
pub(crate) mod confirmation;
pub(crate) mod invitations;
pub(crate) mod joining;
mod mails;
mod membership;
mod model;
mod policy;
pub(super) mod store;

pub use confirmation::{ConfirmationAsked, Year, confirm as confirm_members, remind_owners};
pub use invitations::{
    InvitationAsked, InvitationOf, InvitationPage, accept, decline, invite,
    list as list_invitations, withdraw as withdraw_invitation,
};
pub use joining::{
    JoinAnswer, JoinAsked, answer as answer_join_request, ask as ask_to_join,
    end_all as end_join_requests, own as own_join_requests, waiting as waiting_join_requests,
    withdraw as withdraw_join_request,
};
pub use membership::{
    NewRolesOf, change_roles, end as end_membership, list as list_members, remove,
};
pub use model::{Member, MemberOf, Roles};
pub use policy::ReadMembers;
