//! The append-only log, its chain and proof, and the only door to a change: [`act`].
//!
//! An operation writes its event in its own transaction, without a number. The sequencer gives
//! numbers and chains after the commit (SAFETY 2.4): a chain head inside every transaction would
//! make them all wait for one another.

pub mod api;
mod door;
mod policy;
mod reads;
mod retries;
mod sequence;
mod store;
mod sweep;
mod verification;

pub use door::{
    Call, Event, Recorded, act, act_as_person, act_as_system, act_openly, act_secretly, answered,
    read, read_long, read_openly, record,
};
pub use policy::ReadAudit;
pub use sequence::{Checkpoint, forget_old_keys, keep_forgetting, keep_numbering, number};
pub use sweep::{act_if_due, for_each_due, sweep};
pub use verification::{Broken, Verified, verify};
