//! Finding what is published: by filters, newest first, or by words, best first.
//!
//! One question, two dialects: FTS5 on SQLite, `tsvector` on PostgreSQL. Both follow the table of
//! opportunities by triggers.

pub mod api;
mod filters;
mod store;
mod words;

pub use filters::{Filters, Status};
pub use words::Words;
