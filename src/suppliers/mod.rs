//! Suppliers: what each says of itself, the documents that prove it, and the public directory.

pub mod api;
mod directory;
mod documents;
mod interests;
mod profile;

pub use interests::{Interests, declare_interests, interested_in};
pub use profile::{
    Accreditation, AccreditationKind, Accreditations, ConnectedKind, ConnectedPerson,
    ConnectedPersons, Control, Declared, EditProfile, ExclusionOutcome, Exclusions, Ground,
    GroundAnswer, Insurance, InsuranceKind, Insurances, ModernSlavery, Names, Policies, Policy,
    Profile, Reach, Said, Size, SizeClass, Snapshot, SnapshotView, Statement, Vcse, VcseBasis,
    declare, profile, remind_around, snapshot,
};
