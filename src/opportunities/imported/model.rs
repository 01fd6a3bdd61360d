//! An opportunity as the releases of open data have it.

use crate::{
    opportunities::{
        lots::{Lot, LotState},
        model::Content,
    },
    prelude::*,
};

/// The releases of one process, as they are to be stored.
#[derive(Debug, Clone)]
pub struct ImportedOpportunity {
    pub ocid: String,
    pub source_url: Option<String>,
    pub organisation: Id<Organisation>,
    pub buyer_name: String,
    pub content: Content,
    pub published_at: Instant,
    pub lots: Vec<ImportedLot>,
}

/// A lot of the releases.
#[derive(Debug, Clone)]
pub struct ImportedLot {
    /// Its id in the source, unique within the process.
    pub source_id: String,
    pub title: String,
    pub description: String,
    pub value: Option<Money>,
    pub submissions_close_at: Option<Instant>,
    pub state: LotState,
    pub winners: Vec<Winner>,
}

/// A supplier that won an imported lot.
#[derive(Debug, Clone)]
pub struct Winner {
    pub award_id: String,
    /// The supplier in Guildhall with the identifier of the winner.
    pub supplier: Option<Id<Organisation>>,
    pub supplier_name: String,
    /// Of the whole award, however many share it.
    pub value: Option<Money>,
    pub awarded_at: Option<Instant>,
}

/// A winner, and the lot that it won.
#[derive(Debug, Clone)]
pub struct LotWinner {
    pub lot: Id<Lot>,
    pub winner: Winner,
}
