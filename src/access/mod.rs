//! Who asks, what they may do, and the proof of it.
//!
//! A store hands out [`Guarded`] things; a [`Rule`] opens them and leaves a [`Permit`];
//! the audit log takes the permit. So nothing is read, changed or logged unasked.

mod actor;
mod audits;
mod duties;
mod ids;
pub mod matrix;
mod permit;
mod verdict;

pub use actor::{
    Actor, Bearer, Credential, Membership, Need, OrganisationKind, Proof, Role, Scope, Who,
};
pub use audits::{Audits, Grant, Opened};
pub use duties::{Duties, Duty};
pub use ids::{ApiKey, Organisation, Session, User};
pub use permit::{Guarded, Permit, Rule};
pub use verdict::{As, No, Verdict};
