//! Open data: reading what other bodies have published (OCDS 1.1) into the public directory.
//!
//! ```text
//! file ──▶ releases ──▶ merged by ocid ──▶ read, repaired or rejected ──▶ one transaction each
//! ```

mod file;
mod findings;
mod importing;
mod merge;
mod parties;
mod policy;
mod regions;
mod release;
mod store;
mod tender;
mod text;
mod values;

pub use file::{Item, Unreadable, releases};
pub use findings::Repair;
pub use importing::{ImportVerdict, import};
