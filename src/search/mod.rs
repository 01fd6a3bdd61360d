//! The list of opportunities: by filters, newest first, or by words, best match first.
//!
//! Full-text search has two dialects: FTS5 on SQLite, `tsvector` on PostgreSQL. Both follow the tables
//! by triggers.

pub mod api;
mod filters;
mod reading;
mod store;

pub use filters::Filters;
pub use reading::{list, search};

use crate::http::Operation;

/// The operations of this room.
pub const OPERATIONS: &[&[Operation]] = &[api::OPERATIONS];
