//! The sections of a profile: as a supplier sends them, as they are kept and shown.

mod business;
mod exclusions;
mod proofs;
mod sizes;

pub use business::{ModernSlavery, Names, Policies, Policy, Reach, Size, Vcse, VcseBasis};
pub use exclusions::{ExclusionOutcome, Exclusions, Ground, GroundAnswer};
pub use proofs::{
    Accreditation, AccreditationKind, Accreditations, ConnectedKind, ConnectedPerson,
    ConnectedPersons, Control, Insurance, InsuranceKind, Insurances,
};
pub use sizes::SizeClass;
