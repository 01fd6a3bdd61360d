//! Documents of suppliers as values, and how many there may be.

use crate::{documents::Document, prelude::*};

/// A document that a supplier has handed in.
#[derive(Debug, Clone)]
pub struct SupplierDocument {
    pub document: Document,
    pub organisation: Id<Organisation>,
    pub title: Option<String>,
    pub uploaded_by: Id<User>,
    pub uploaded_at: Instant,
    /// Since when a bid carries it.
    pub in_bid_at: Option<Instant>,
}

/// A number of documents, and their bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    pub documents: i64,
    pub bytes: i64,
}

impl Amount {
    /// The most that a supplier may have at its disposal (SAFETY J7).
    const MOST: Self = Self { documents: 30, bytes: 60 << 20 };
    /// The same with what was withdrawn and stays for bids: so that nobody fills the disk by
    /// submitting and withdrawing in turns.
    const MOST_KEPT: Self = Self { documents: 300, bytes: 600 << 20 };

    #[must_use]
    pub const fn and(self, bytes: i64) -> Self {
        Self { documents: self.documents + 1, bytes: self.bytes.saturating_add(bytes) }
    }

    const fn fits(self, most: Self) -> bool {
        self.documents <= most.documents && self.bytes <= most.bytes
    }
}

/// Documents at a supplier's disposal, and those together with what bids carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub current: Amount,
    pub kept: Amount,
}

/// Refuses one more document of so many bytes if there is no room beside the current, or all kept.
pub fn room_for(bytes: i64, current: Amount, kept: Amount) -> Result<(), CannotKeep> {
    if !current.and(bytes).fits(Amount::MOST) {
        Err(CannotKeep::Full)
    } else if !kept.and(bytes).fits(Amount::MOST_KEPT) {
        Err(CannotKeep::FullForBids)
    } else {
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotKeep {
    #[error("only suppliers have documents")]
    NotASupplier,
    #[error(
        "your organisation reaches the limit of 30 documents or 60 MB: withdraw a document that you no longer need"
    )]
    Full,
    #[error(
        "the documents in bids of your organisation take up all available space: ask the operator"
    )]
    FullForBids,
    #[error("a section of your profile names this document: remove it from the section first")]
    Named,
}

impl Refuse for CannotKeep {
    fn kind(&self) -> Kind {
        match self {
            Self::NotASupplier | Self::Named => kinds::WRONG_STATE,
            Self::Full | Self::FullForBids => kinds::NO_ROOM,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SAFETY J7: up to the last byte and not one more.
    #[test]
    fn there_is_room_up_to_the_last_byte() {
        let most = 60 << 20;
        let of = |documents, bytes| Amount { documents, bytes };
        assert_eq!(room_for(most, of(0, 0), of(0, 0)), Ok(()));
        assert_eq!(room_for(most + 1, of(0, 0), of(0, 0)), Err(CannotKeep::Full));
        assert_eq!(room_for(1, of(29, most - 1), of(29, most - 1)), Ok(()));
        assert_eq!(room_for(1, of(29, most), of(29, most)), Err(CannotKeep::Full));
        assert_eq!(room_for(1, of(30, 30), of(30, 30)), Err(CannotKeep::Full));
        assert_eq!(room_for(1, of(0, 0), of(300, 300)), Err(CannotKeep::FullForBids));
        assert_eq!(room_for(i64::MAX, of(1, 1), of(1, 1)), Err(CannotKeep::Full));
    }
}
