//! Profiles: dated statements of a supplier about itself, section by section, for every bid.
//!
//! ```text
//! statement ──replaced | withdrawn──▶ history ; submission ──▶ snapshot under the bid's seal
//! ```

pub(crate) mod api;
mod declaring;
mod mails;
mod model;
mod policy;
mod reading;
mod reminders;
mod sections;
mod snapshot;
mod statements;
mod store;
mod views;

pub use api::EditProfile;
pub use declaring::{Declared, declare};
pub use model::{Profile, found_by, is_declared};
pub use reading::{read, statements};
pub use reminders::remind_around;
pub use sections::{
    Accreditation, AccreditationKind, Accreditations, ConnectedKind, ConnectedPerson,
    ConnectedPersons, Control, ExclusionOutcome, Exclusions, Ground, GroundAnswer, Insurance,
    InsuranceKind, Insurances, ModernSlavery, Names, Policies, Policy, Reach, Size, SizeClass,
    Vcse, VcseBasis,
};
pub use snapshot::{Snapshot, snapshot};
pub use statements::{Said, Statement};
pub use store::profile;
pub use views::SnapshotView;
