//! Privacy: the export of everything that is kept of a person, and the end of their account, unless
//! a legal hold stands.
//!
//! ```text
//! active ──closure──▶ closed: name, address, password and devices are gone for good
//!    ╰── a legal hold, or the last owner of an organisation: not closed
//! ```

pub mod api;
mod archive;
mod closure;
mod holds;
mod mails;
mod model;
mod policy;
mod register;
mod store;
mod views;

pub use archive::Exports;
pub use register::{Column, Part, UNSHOWN, register};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];
