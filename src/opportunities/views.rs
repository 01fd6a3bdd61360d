//! Opportunities as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    imported::LotWinner,
    lots::{Lot, LotView, lot_view},
    model::{Content, Opportunity, OpportunityKind, OpportunityStatus, Source},
};
use crate::prelude::*;

/// An opportunity with its lots, and the winners where open data names them.
#[derive(Debug, Clone)]
pub struct FullOpportunity {
    pub opportunity: Opportunity,
    pub lots: Vec<Lot>,
    pub winners: Vec<LotWinner>,
}

/// An opportunity with its lots.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Opportunity)]
pub struct OpportunityView {
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
    #[serde(flatten)]
    pub content: Content,
    /// The lots, or stages, in their order.
    pub lots: Vec<LotView>,
    /// The original notice, when it was read from open data (Open Government Licence v3.0).
    pub source: Option<Source>,
    /// The instant of publication; none for a draft.
    pub published_at: Option<Instant>,
    /// The latest deadline of its lots.
    pub closes_at: Option<Instant>,
    /// The instant of creation.
    pub created_at: Instant,
    /// The instant of the last change.
    pub updated_at: Instant,
    /// The version, for `If-Match`.
    pub version: i64,
}

pub fn opportunity(full: FullOpportunity, now: Instant) -> OpportunityView {
    let FullOpportunity { opportunity: o, lots, winners } = full;
    OpportunityView {
        id: o.id,
        number: o.number,
        organisation_id: o.organisation,
        status: o.status(now),
        buyer_name: o.buyer_name,
        kind: o.kind,
        content: o.content,
        lots: lots.into_iter().map(|lot| lot_view(lot, &winners, now)).collect(),
        source: o.source,
        published_at: o.published_at,
        closes_at: o.closes_at,
        created_at: o.created_at,
        updated_at: o.updated_at,
        version: o.version,
    }
}
