//! Rankings as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::read::RankedLot;
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
    #[schema(value_type = String, format = "uuid")]
    pub lot_id: Id<Lot>,
    /// The SHA-256 of the locked ranking, to which a decision is bound.
    pub sha256: String,
    /// Best first.
    pub items: Vec<RankedView>,
}

/// The result of one bid.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankedView {
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub supplier_name: String,
    /// From 1; equal totals are equal ranks.
    pub rank: usize,
    pub tied: bool,
    /// Out of 100.00.
    #[schema(value_type = String, example = "87.35")]
    pub total: Points,
    /// Whether the bid fails a minimum or a pass-or-fail criterion.
    pub failed: bool,
    pub reason: Option<String>,
    pub price: Option<Money>,
    pub criteria: Vec<ShareView>,
}

/// The share of one criterion in the total.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareView {
    pub criterion_key: Key,
    pub name: String,
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    #[schema(value_type = Option<String>, example = "60.00")]
    pub weight: Option<Points>,
    /// `mark / scale_max * weight`, half up to two decimals.
    #[schema(value_type = Option<String>, example = "45.00")]
    pub weighted: Option<Points>,
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
