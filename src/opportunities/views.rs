//! Opportunities as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    imported::LotWinner,
    lots::{Lot, LotView, lot_view},
    model::{Opportunity, OpportunityKind, Route, Source},
};
use crate::{
    kernel::{Cpv, Region, Theme},
    prelude::*,
};

/// An opportunity with its lots, and the winners where open data names them.
#[derive(Debug, Clone)]
pub struct FullOpportunity {
    pub opportunity: Opportunity,
    pub lots: Vec<Lot>,
    pub winners: Vec<LotWinner>,
}

/// A whole opportunity.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Opportunity)]
pub struct OpportunityView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Opportunity>,
    /// The reference number of the opportunity.
    pub number: i64,
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub buyer_name: String,
    pub kind: OpportunityKind,
    /// Where it stands now: `draft`, `in_review`, `open`, `closed`, `decided`, `awarded`,
    /// `no_bids`, `no_award` or `cancelled`.
    #[schema(example = "open")]
    pub status: &'static str,
    pub title: String,
    pub summary: String,
    pub description: String,
    pub cpv: Vec<Cpv>,
    pub regions: Vec<Region>,
    pub themes: Vec<Theme>,
    pub route: Option<Route>,
    #[schema(value_type = Option<String>)]
    pub problem_statement: Option<Text<10_000>>,
    #[schema(value_type = Vec<String>)]
    pub desired_outcomes: Vec<Text<1_000>>,
    pub budget: Option<Money>,
    #[schema(value_type = Option<String>)]
    pub ip_terms: Option<Text<5_000>>,
    pub lots: Vec<LotView>,
    /// Where it was published, when it was read from open data (Open Government Licence v3.0).
    pub source: Option<Source>,
    pub published_at: Option<Instant>,
    pub closes_at: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

pub fn opportunity(full: &FullOpportunity, now: Instant) -> OpportunityView {
    let FullOpportunity { opportunity: o, lots, winners } = full;
    let content = &o.content;
    OpportunityView {
        id: o.id,
        number: o.number,
        organisation_id: o.organisation,
        buyer_name: o.buyer_name.clone(),
        kind: o.kind,
        status: o.status(now),
        title: content.title.clone(),
        summary: content.summary.clone(),
        description: content.description.clone(),
        cpv: content.cpv.clone(),
        regions: content.regions.clone(),
        themes: content.themes.clone(),
        route: content.route,
        problem_statement: content.challenge.problem_statement.clone(),
        desired_outcomes: content.challenge.desired_outcomes.clone(),
        budget: content.challenge.budget,
        ip_terms: content.challenge.ip_terms.clone(),
        lots: lots.iter().map(|lot| lot_view(lot, winners, now)).collect(),
        source: o.source.clone(),
        published_at: o.published_at,
        closes_at: o.closes_at,
        created_at: o.created_at,
        updated_at: o.updated_at,
        version: o.version,
    }
}
