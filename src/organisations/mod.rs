//! Public bodies and suppliers: their identifiers, verification and members.
//!
//! ```text
//! unverified ──▶ verified | rejected ; each of them ──▶ suspended ──▶ what it was
//! ```

pub mod api;
mod confirmation;
mod creation;
mod identification;
mod identifiers;
mod identity;
mod invitations;
mod joining;
mod letters;
mod likeness;
mod mails;
mod members;
mod merger;
mod model;
mod model_mergers;
mod policy;
mod standing;
mod store;
mod store_confirmations;
mod store_identifiers;
mod store_imported;
mod store_invitations;
mod store_joining;
mod store_mergers;
mod store_queue;
mod suspension;
mod verification;

pub use confirmation::remind_owners;
pub use creation::{NewOrganisation, create};
pub use identifiers::{HeldView, Identifier};
pub use invitations::{accept, invite};
pub use letters::tell_bidders;
pub(crate) use letters::tell_owners;
pub use members::change_roles;
pub(crate) use members::remove as remove_member;
pub use model::{Card, NamedBody, OrganisationState, Outcome, Roles};
pub(crate) use model::{Member, PageOfOrganisation, Stored, website};
pub(crate) use policy::{OWNERS, ReadMembers};
pub use store::{addressees, are_any, bidding, card};
pub(crate) use store::{
    find, has_a_twin, insert_member, is_member_elsewhere, load, member, update_member,
};
pub use store_identifiers::known_by;
pub use store_imported::{imported_body, supplier_by};
pub use verification::verify;
