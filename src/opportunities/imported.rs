//! What open data says of an opportunity, as it is to be stored.

use super::model::{Content, LotState};
use crate::{
    access::Organisation,
    kernel::{Id, Instant, Money},
};

/// What the releases of one process say, as it is to be stored.
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

/// A lot as the releases say it.
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

/// Who won an imported lot.
#[derive(Debug, Clone)]
pub struct Winner {
    pub award_id: String,
    /// The supplier here that has the winner's identifier.
    pub supplier: Option<Id<Organisation>>,
    pub supplier_name: String,
    /// Of the whole award, however many share it.
    pub value: Option<Money>,
    pub awarded_at: Option<Instant>,
}
