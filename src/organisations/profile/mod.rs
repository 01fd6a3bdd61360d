//! What a supplier says of itself, once, for every bid: dated statements, section by section.
//!
//! ```text
//! statement ──declared anew | taken back──▶ history ; submission ──▶ snapshot under the bid's seal
//! ```

mod declaring;
mod exclusions;
mod listing;
mod model;
mod proofs;
mod reminders;
mod sections;
mod sizes;
mod snapshot;
mod statements;
pub mod store;
pub mod views;

pub use declaring::{Declared, declare};
pub use exclusions::{ExclusionOutcome, Exclusions, Ground, GroundAnswer};
pub use listing::{InPublic, in_public};
pub use model::{Gap, GapState, InDirectory, Profile, found_by, is_declared};
pub use proofs::{
    Accreditation, AccreditationKind, Accreditations, ConnectedKind, ConnectedPerson,
    ConnectedPersons, Control, Insurance, InsuranceKind, Insurances,
};
pub use reminders::remind_around;
pub use sections::{ModernSlavery, Names, Policies, Policy, Reach, Size, Vcse, VcseBasis};
pub use sizes::SizeClass;
pub use snapshot::{Snapshot, snapshot};
pub use statements::{Said, Section, Statement};
