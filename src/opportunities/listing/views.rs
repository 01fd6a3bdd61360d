//! Opportunities and lots as a list shows them.

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::store::{Listed, ListedLot};
use crate::{
    kernel::{Cpv, Region, Theme},
    opportunities::{
        lots::{Lot, phase},
        model::{Opportunity, OpportunityKind},
    },
    prelude::*,
};

/// An opportunity in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpportunitySummary {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Opportunity>,
    pub number: i64,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub buyer_name: String,
    pub kind: OpportunityKind,
    #[schema(example = "open")]
    pub status: &'static str,
    pub title: String,
    pub summary: String,
    #[schema(value_type = Vec<Cpv>)]
    pub cpv: Box<RawValue>,
    #[schema(value_type = Vec<Region>)]
    pub regions: Box<RawValue>,
    #[schema(value_type = Vec<Theme>)]
    pub themes: Box<RawValue>,
    pub published_at: Option<Instant>,
    pub closes_at: Option<Instant>,
    pub lots: Vec<LotSummary>,
    pub version: i64,
}

/// A lot in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LotSummary {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Lot>,
    pub title: String,
    #[schema(example = "open")]
    pub phase: &'static str,
    pub value: Option<Money>,
    pub submissions_close_at: Option<Instant>,
}

/// A list's line, with the lots that are its own of all the list's.
pub fn summary(o: Listed, lots: &[ListedLot], now: Instant) -> Result<OpportunitySummary, Fault> {
    let mut own = Vec::new();
    for lot in lots.iter().filter(|lot| lot.opportunity_id == o.id) {
        own.push(LotSummary {
            id: lot.id,
            title: lot.title.clone(),
            phase: phase(lot.phase(now)),
            value: lot.value(),
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
