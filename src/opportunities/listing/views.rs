//! Opportunities and lots as a list shows them.

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::store::{Listed, ListedLot};
use crate::{
    kernel::{Cpv, Region, Theme},
    opportunities::{
        lots::{Lot, Phase},
        model::{Opportunity, OpportunityKind, OpportunityStatus},
    },
    prelude::*,
};

/// An opportunity in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpportunitySummary {
    /// The id of the opportunity.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Opportunity>,
    /// The reference number of the opportunity.
    pub number: i64,
    /// The id of the public body.
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    /// The name of the public body.
    pub buyer_name: String,
    /// The kind of the opportunity.
    pub kind: OpportunityKind,
    /// The status at present.
    pub status: OpportunityStatus,
    /// The title of the opportunity.
    pub title: String,
    /// The opportunity in a few sentences.
    pub summary: String,
    /// The CPV codes of what is bought.
    #[schema(value_type = Vec<Cpv>)]
    pub cpv: Box<RawValue>,
    /// The regions of delivery (ITL).
    #[schema(value_type = Vec<Region>)]
    pub regions: Box<RawValue>,
    /// The themes that suppliers follow.
    #[schema(value_type = Vec<Theme>)]
    pub themes: Box<RawValue>,
    /// The instant of publication; none for a draft.
    pub published_at: Option<Instant>,
    /// The latest deadline of its lots.
    pub closes_at: Option<Instant>,
    /// The lots, or stages, in their order.
    pub lots: Vec<LotSummary>,
    /// The version, for `If-Match`.
    pub version: i64,
}

/// A lot in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LotSummary {
    /// The id of the lot.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Lot>,
    /// The title of the lot.
    pub title: String,
    /// The phase at present.
    pub phase: Phase,
    /// The estimated value of the lot.
    pub value: Option<Money>,
    /// The deadline for bids.
    pub submissions_close_at: Option<Instant>,
}

/// A list's line, with the lots that are its own of all the list's.
pub fn summary(o: Listed, lots: &[ListedLot], now: Instant) -> Result<OpportunitySummary, Fault> {
    let mut own = Vec::new();
    for lot in lots.iter().filter(|lot| lot.opportunity_id == o.id) {
        own.push(LotSummary {
            id: lot.id,
            title: lot.title.clone(),
            phase: lot.phase(now),
            value: lot.value,
            submissions_close_at: lot.submissions_close_at,
        });
    }
    Ok(OpportunitySummary {
        id: o.id,
        number: o.number,
        organisation_id: o.organisation_id,
        kind: o.kind,
        status: o.status(now),
        buyer_name: o.buyer_name,
        title: o.title,
        summary: o.summary,
        cpv: RawValue::from_string(o.cpv)?,
        regions: RawValue::from_string(o.regions)?,
        themes: RawValue::from_string(o.themes)?,
        published_at: o.published_at,
        closes_at: o.closes_at,
        lots: own,
        version: o.version,
    })
}
