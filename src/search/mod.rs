//! Finding what is published, and suppliers: by filters, newest first, or by words, best first.
//!
//! One question, two dialects: FTS5 on SQLite, `tsvector` on PostgreSQL. Both follow the tables
//! by triggers.

pub mod api;
mod filters;
mod store;
mod suppliers;
mod words;

pub use filters::{Filters, Status};
pub use words::Words;
