//! Reads of capabilities that suppliers hold: for the directory, and for the conditions of a lot.

use super::{model::Capability, store};
use crate::prelude::*;

/// What these suppliers hold now, by supplier and code; one statement however many they are. Whether
/// a supplier is suspended is another question, which the caller asks where it matters.
pub fn held(db: &mut Db, of: &[Id<Organisation>], now: Instant) -> Result<Vec<Capability>, Fault> {
    store::held(db, of, now)
}
