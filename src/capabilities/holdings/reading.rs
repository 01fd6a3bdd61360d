//! What suppliers hold: for the directory, and for what a lot asks.

use super::store_held;
use crate::{
    access::Organisation,
    db::{Db, Fault},
    kernel::{Id, Instant},
};

/// A capability that a supplier holds at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub organisation: Id<Organisation>,
    /// Of the category.
    pub code: String,
    pub title: String,
    pub granted_at: Instant,
    /// The first instant at which it is held no longer.
    pub until: Instant,
}

/// What these suppliers hold now, by supplier and code; one statement however many they are. Whether
/// a supplier is suspended is another question, which the caller asks where it matters.
pub fn held(db: &mut Db, of: &[Id<Organisation>], now: Instant) -> Result<Vec<Held>, Fault> {
    store_held::held(db, of, now)
}
