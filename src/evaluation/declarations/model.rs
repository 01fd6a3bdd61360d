//! Declarations of interests as values.

use crate::prelude::*;

/// A declaration as a member makes it.
#[derive(Debug, Clone)]
pub struct Declared {
    pub conflicts: Vec<Id<Organisation>>,
    pub statement: Text<4_000>,
}

/// A declaration as it is kept.
#[derive(Debug, Clone)]
pub struct Declaration {
    pub user: Id<User>,
    pub conflicts: Vec<Id<Organisation>>,
    pub statement: String,
    pub declared_at: Instant,
}
