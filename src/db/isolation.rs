//! Isolation of transactions.

/// How strictly PostgreSQL keeps transactions apart. SQLite has one writer and knows one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Isolation {
    /// For operations: as if one ran after the other.
    Serializable,
    /// For workers that lease or number rows: they would make operations retry for nothing.
    ReadCommitted,
}
