//! Idempotency keys: kept in the operation's own transaction, so that a retry can never act twice.

mod store;

pub use store::{Owner, find, forget, keep};
