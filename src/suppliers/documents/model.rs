//! Documents of suppliers as values, and their quota.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{documents::Document, prelude::*};

/// A document of a supplier.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupplierDocument {
    #[serde(flatten)]
    pub document: Document,
    /// The supplier.
    #[serde(rename = "organisation_id")]
    #[schema(value_type = String, format = "uuid")]
    pub organisation: Id<Organisation>,
    /// The title of the document.
    pub title: Option<String>,
    #[serde(skip)]
    pub uploaded_by: Id<User>,
    /// The time of the upload.
    pub uploaded_at: Instant,
    /// The time since which a bid carries the document.
    #[serde(skip)]
    pub in_bid_at: Option<Instant>,
}

/// A number of documents, and their bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    pub documents: i64,
    pub bytes: i64,
}

impl Amount {
    /// The quota of current documents (SAFETY J7).
    const MOST: Self = Self { documents: 30, bytes: 60 << 20 };
    /// The quota with withdrawn documents that bids carry, so that submissions and withdrawals in turn
    /// do not fill the disk.
    const MOST_KEPT: Self = Self { documents: 300, bytes: 600 << 20 };

    #[must_use]
    pub const fn and(self, bytes: i64) -> Self {
        Self { documents: self.documents + 1, bytes: self.bytes.saturating_add(bytes) }
    }

    const fn fits(self, most: Self) -> bool {
        self.documents <= most.documents && self.bytes <= most.bytes
    }
}

/// The current documents of a supplier, and those together with the ones that bids carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub current: Amount,
    pub kept: Amount,
}

/// Refuses one more document of so many bytes where a quota is reached.
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
