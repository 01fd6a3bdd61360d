//! Rankings as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::RankedLot;
use crate::{
    bids::Bid,
    kernel::{Key, Points},
    opportunities::Lot,
    prelude::*,
};

/// The ranking of a lot.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ranking)]
pub struct RankingView {
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The SHA-256 of the locked ranking, to which a decision is bound.
    pub sha256: String,
    /// The bids, best first.
    pub items: Vec<RankedView>,
}

/// The result of one bid.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankedView {
    /// The id of the bid.
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    /// The id of the supplier.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The name of the supplier.
    pub supplier_name: String,
    /// The rank from 1; equal totals are equal ranks.
    pub rank: usize,
    /// Whether another bid has the same rank.
    pub tied: bool,
    /// The total out of 100.00.
    #[schema(value_type = String, example = "87.35")]
    pub total: Points,
    /// Whether the bid fails a minimum or a pass-or-fail criterion.
    pub failed: bool,
    /// The reason why a failed bid cannot be awarded.
    pub reason: Option<String>,
    /// The price of the bid.
    pub price: Option<Money>,
    /// The share of each criterion in the total.
    pub criteria: Vec<ShareView>,
}

/// The share of one criterion in the total.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareView {
    /// The key of the criterion.
    pub criterion_key: Key,
    /// The name of the criterion.
    pub name: String,
    /// The mark on the scale of the criterion.
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    /// The weight out of 100.00; none for a pass-or-fail criterion.
    #[schema(value_type = Option<String>, example = "60.00")]
    pub weight: Option<Points>,
    /// The share in the total: `mark / scale_max * weight`, rounded half up to two decimals.
    #[schema(value_type = Option<String>, example = "45.00")]
    pub weighted: Option<Points>,
    /// Whether the mark fails the bid.
    pub failed: bool,
}

pub fn ranking(of: &RankedLot) -> RankingView {
    let RankedLot { lot, bids, locked } = of;
    let items = locked.ranking.bids.iter().map(|ranked| {
        let name = bids.iter().find(|bid| bid.id == ranked.bid).map(|b| b.supplier_name.clone());
        let shares = ranked.criteria.iter().map(|share| {
            let criterion = lot.criterion(&share.key);
            ShareView {
                criterion_key: share.key.clone(),
                name: criterion.map(|c| c.name.to_string()).unwrap_or_default(),
                mark: share.mark,
                weight: criterion.and_then(|c| c.weight),
                weighted: share.weighted,
                failed: share.failed,
            }
        });
        RankedView {
            bid_id: ranked.bid,
            organisation_id: ranked.organisation,
            supplier_name: name.unwrap_or_default(),
            rank: ranked.rank,
            tied: ranked.tied,
            total: ranked.total,
            failed: ranked.failed,
            reason: ranked.reason.clone(),
            price: ranked.price,
            criteria: shares.collect(),
        }
    });
    RankingView { lot_id: lot.id, sha256: locked.sha256.clone(), items: items.collect() }
}
