//! Public bodies and suppliers: their identifiers and their members.
//!
//! ```text
//! unverified ──▶ verified | rejected ; each of them ──▶ suspended ──▶ reinstated
//! ```

pub mod api;
mod creation;
mod identifiers;
mod identity;
mod imported;
mod letters;
mod likeness;
mod members;
mod model;
mod policy;
mod reading;
mod store;
mod views;

pub use creation::{NewOrganisation, create};
pub use identifiers::store::known_by;
pub(crate) use identifiers::store::{of as identifiers_of, verify_all as verify_identifiers};
pub use identifiers::{
    HeldView, Identifier, IdentifierOf, add as add_identifier, verify as verify_identifier,
    withdraw as withdraw_identifier,
};
pub use identity::{NewIdentity, change as change_identity};
pub use imported::{imported_body, supplier_by};
pub(crate) use letters::tell_owners;
pub use letters::{tell, tell_bidders};
pub(crate) use likeness::likeness;
pub use members::store::{addressees, bidding};
pub(crate) use members::store::{
    find as member, insert as insert_member, is_member_elsewhere, update as update_member,
};
pub use members::{
    ConfirmationAsked, InvitationAsked, InvitationOf, InvitationPage, JoinAnswer, JoinAsked,
    MemberOf, NewRolesOf, Roles, accept, answer_join_request, ask_to_join, change_roles,
    confirm_members, decline, end_membership, invite, list_invitations, list_members,
    own_join_requests, remind_owners, waiting_join_requests, withdraw_invitation,
    withdraw_join_request,
};
pub(crate) use members::{Member, ReadMembers, Year, end_join_requests, remove as remove_member};
pub(crate) use model::{CannotOrganise, Standing, website};
pub use model::{Card, NamedBody, OrganisationState, PageOfOrganisation, Stored};
pub(crate) use policy::{OWNERS, needs_verifier};
pub use reading::{FoundOrganisation, OrganisationPage, list, read};
pub use store::{OrganisationFilters, are_any, card};
pub(crate) use store::{StoredRow, find, has_a_twin, load, rename_drafts, update_state, whole};
pub use views::OrganisationView;
pub(crate) use views::created;

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[
    api::OPERATIONS,
    identifiers::api::OPERATIONS,
    members::api::OPERATIONS,
    members::confirmation::api::OPERATIONS,
    members::invitations::api::OPERATIONS,
    members::joining::api::OPERATIONS,
];
