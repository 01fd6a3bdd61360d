//! Oversight of public bodies: auditors' grants, and the reads under them.
//!
//! ```text
//! proposed ──second administrator──▶ upcoming ──▶ open ──▶ ended ; each of them ──▶ revoked
//! ```

pub mod api;
mod granting;
mod mails;
mod model;
mod policy;
mod reading;
mod store;
mod views;

pub use granting::{confirm, propose, revoke};
pub use model::{AuditorGrant, AuditorRead, NewGrant};
pub use reading::{grants, reads};
pub use views::AuditorGrantView;

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];
