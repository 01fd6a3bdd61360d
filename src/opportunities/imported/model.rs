//! An opportunity as the releases of open data have it.

use diesel::{Queryable, Selectable};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    db::{MoneyColumns, schema::imported_awards},
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

/// The winner of a lot that was imported from open data.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = imported_awards)]
#[schema(as = ImportedWinner)]
pub struct Winner {
    #[serde(skip)]
    pub award_id: String,
    /// The id of the supplier in Guildhall with the identifier of the winner.
    #[diesel(column_name = supplier_id)]
    #[serde(rename = "organisation_id")]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub supplier: Option<Id<Organisation>>,
    /// The name of the winner.
    pub supplier_name: String,
    /// The value of the whole award, however many suppliers share it.
    #[diesel(select_expression = (imported_awards::value_minor, imported_awards::currency))]
    #[diesel(deserialize_as = MoneyColumns)]
    pub value: Option<Money>,
    /// The instant of the award.
    pub awarded_at: Option<Instant>,
}

/// A winner, and the lot that it won.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = imported_awards)]
pub struct LotWinner {
    #[diesel(column_name = lot_id)]
    pub lot: Id<Lot>,
    #[diesel(embed)]
    pub winner: Winner,
}
