//! Public bodies and suppliers: their identifiers, verification, members and interests.
//!
//! ```text
//! unverified ──▶ verified | rejected ; each of them ──▶ suspended ──▶ what it was
//! ```

pub mod api;
mod confirmation;
mod creation;
mod documents;
mod identification;
mod identifiers;
mod identity;
mod interests;
mod invitations;
mod joining;
mod letters;
mod likeness;
mod mails;
mod members;
mod merger;
mod model;
mod model_documents;
mod model_mergers;
mod policy;
mod profile;
mod providers;
mod standing;
mod store;
mod store_confirmations;
mod store_documents;
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
pub use identifiers::Identifier;
pub use interests::declare_interests;
pub use invitations::{accept, invite};
pub use letters::tell_bidders;
pub(crate) use letters::tell_owners;
pub use members::change_roles;
pub(crate) use model::Stored;
pub use model::{Card, NamedBody, OrganisationState, Outcome, Roles};
pub(crate) use policy::OWNERS;
pub use profile::store::profile;
pub use profile::views::{SnapshotView, SupplierView};
pub use profile::{
    Accreditation, AccreditationKind, Accreditations, ConnectedKind, ConnectedPerson,
    ConnectedPersons, Control, Declared, ExclusionOutcome, Exclusions, Ground, GroundAnswer,
    InPublic, Insurance, InsuranceKind, Insurances, ModernSlavery, Names, Policies, Policy,
    Profile, Reach, Said, Size, SizeClass, Snapshot, Statement, Vcse, VcseBasis, declare, found_by,
    in_public, is_declared, remind_around, snapshot,
};
pub use providers::Directory;
pub use store::{addressees, are_any, bidding, card, interested_in};
pub(crate) use store::{insert_member, load};
pub use store_identifiers::known_by;
pub use store_imported::{imported_body, supplier_by};
pub use verification::verify;
