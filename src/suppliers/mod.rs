//! Suppliers: their profiles, documents and themes, and the public directory.

mod directory;
mod documents;
mod interests;
mod profile;

pub use directory::{SizeAsked, SupplierFilters, SupplierPage, VcseAsked, list, search, supplier};
pub use documents::{
    NewDocument, content as document_content, list as list_documents, may_upload,
    read as read_document, upload as upload_document, withdraw as withdraw_document,
};
pub use interests::{Interests, declare_interests, interested_in, read as read_interests};
pub use profile::{
    Accreditation, AccreditationKind, Accreditations, ConnectedKind, ConnectedPerson,
    ConnectedPersons, Control, Declared, EditProfile, ExclusionOutcome, Exclusions, Ground,
    GroundAnswer, Insurance, InsuranceKind, Insurances, ModernSlavery, Names, Policies, Policy,
    Profile, Reach, Said, Size, SizeClass, Snapshot, SnapshotView, Statement, Vcse, VcseBasis,
    declare, profile, read as read_profile, remind_around, snapshot, statements,
};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[
    directory::api::OPERATIONS,
    documents::api::OPERATIONS,
    interests::api::OPERATIONS,
    profile::api::OPERATIONS,
];
