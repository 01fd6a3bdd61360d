//! The append-only log, its chain and proof, and the only way to a commit: [`Request::act`].
//!
//! An operation writes its event in its own transaction, without a number. The sequencer gives
//! numbers and chains after the commit (SAFETY 2.4): a chain head inside every transaction would
//! make them all wait for one another.

pub mod api;
mod door;
mod event;
mod policy;
mod reading;
mod reads;
mod request;
mod retries;
mod sequence;
mod store;
mod sweep;
mod verification;
mod views;

pub use door::{Recorded, act_as_person, act_as_system, record};
pub use event::{Call, Event, Versioned};
pub use policy::ReadAudit;
pub use request::Request;
pub use sequence::{Checkpoint, forget_old_keys, keep_forgetting, keep_numbering, number};
pub use sweep::{act_if_due, for_each_due, sweep};
pub use verification::{Broken, Verified, verify};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];
