//! Contracts as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Contract, Party};
use crate::{bids::Bid, kernel::Date, opportunities::Lot, prelude::*};

/// A contract.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contract)]
pub struct ContractView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Contract>,
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    /// The public body that is the buyer.
    #[schema(value_type = String, format = "uuid")]
    pub buyer_id: Id<Organisation>,
    /// The lead first, then its partners.
    pub suppliers: Vec<PartyView>,
    pub title: String,
    pub net: Money,
    pub gross: Money,
    pub signed_on: Date,
    pub starts_on: Date,
    pub ends_on: Date,
    /// Whether the law requires the publication of its details.
    pub notifiable: bool,
    pub recorded_at: Instant,
    /// From when on everybody may read this.
    pub details_published_at: Option<Instant>,
    pub version: i64,
}

/// A supplier of a contract.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyView {
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub name: String,
    /// The PPON of the supplier when the details were published.
    #[schema(example = "PMZV-7732-XXTT")]
    pub ppon: Option<String>,
}

impl From<&Contract> for ContractView {
    fn from(of: &Contract) -> Self {
        let party = |one: &Party| PartyView {
            organisation_id: one.organisation,
            name: one.name.clone(),
            ppon: one.ppon.clone(),
        };
        Self {
            id: of.id,
            lot_id: of.lot,
            bid_id: of.bid,
            buyer_id: of.buyer,
            suppliers: of.suppliers.iter().map(party).collect(),
            title: of.title.clone(),
            net: of.net,
            gross: of.gross,
            signed_on: of.signed_on,
            starts_on: of.starts_on,
            ends_on: of.ends_on,
            notifiable: of.is_notifiable(),
            recorded_at: of.recorded_at,
            details_published_at: of.details_published_at,
            version: of.version,
        }
    }
}

/// The contracts of a lot.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractsOfLot {
    pub items: Vec<ContractView>,
}
