//! What a person may ask about themselves: everything that is kept of them, and the end of their
//! account, unless the law holds it.
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

pub use archive::Exports;
pub use register::{Column, Part, UNSHOWN, register};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];
