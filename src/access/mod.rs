//! Who asks, what they may do, and the proof of it.
//!
//! A store hands out [`Guarded`] things; a [`Rule`] opens them and leaves a [`Permit`];
//! the audit log takes the permit. So nothing is read, changed or logged unasked.

mod actor;
mod audits;
mod duties;
pub mod matrix;
mod permit;

pub use actor::{
    Actor, ApiKey, Bearer, Credential, Membership, Need, Organisation, OrganisationKind, Proof,
    Role, Scope, Session, User, Who,
};
pub use audits::{Audits, Grant, Opened};
pub use duties::{Duties, Duty};
pub use permit::{As, Guarded, No, Permit, Rule, Verdict};
