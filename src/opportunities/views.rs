//! Opportunities and lots as everybody sees them.

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::{
    eligibility::Eligibility,
    imported::Winner,
    model::{
        Criterion, Lot, LotState, Opportunity, OpportunityKind, Phase, Question, Route, Seal,
        Source,
    },
    store_listed::{Listed, ListedLot},
};
use crate::{
    access::Organisation,
    db::Fault,
    http::Answer,
    kernel::{Cpv, Id, Instant, Money, Region, Text, Theme},
};

/// An opportunity with everything that is shown of it.
#[derive(Debug, Clone)]
pub struct Whole {
    pub opportunity: Opportunity,
    pub lots: Vec<Lot>,
    pub winners: Vec<(Id<Lot>, Winner)>,
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

/// A whole lot.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Lot)]
pub struct LotView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Lot>,
    #[schema(value_type = String, format = "uuid")]
    pub opportunity_id: Id<Opportunity>,
    /// From 1.
    pub position: i32,
    #[schema(value_type = Option<String>, format = "uuid")]
    pub follows_lot_id: Option<Id<Lot>>,
    pub state: LotState,
    /// `open` and `closed` follow from the time; otherwise the state.
    #[schema(example = "open")]
    pub phase: &'static str,
    pub title: String,
    pub description: String,
    pub value: Option<Money>,
    pub clarifications_close_at: Option<Instant>,
    /// Bids are on time until this instant, it included.
    pub submissions_close_at: Option<Instant>,
    pub max_awards: i32,
    pub questions: Vec<Question>,
    pub criteria: Vec<Criterion>,
    /// What is asked of suppliers besides what every lot asks; it stays as published.
    pub eligibility: Option<Eligibility>,
    /// What bids are sealed to; none before publication.
    pub seal: Option<Seal>,
    pub opened_at: Option<Instant>,
    /// The winners that open data names.
    pub winners: Vec<WinnerView>,
    pub version: i64,
}

/// The winner of a lot that was imported from open data.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ImportedWinner)]
pub struct WinnerView {
    pub supplier_name: String,
    /// The supplier in Guildhall with the identifier of the winner.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub organisation_id: Option<Id<Organisation>>,
    /// Of the whole award, however many suppliers share it.
    pub value: Option<Money>,
    pub awarded_at: Option<Instant>,
}

impl From<&Winner> for WinnerView {
    fn from(winner: &Winner) -> Self {
        Self {
            supplier_name: winner.supplier_name.clone(),
            organisation_id: winner.supplier,
            value: winner.value,
            awarded_at: winner.awarded_at,
        }
    }
}

pub const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Open => "open",
        Phase::Closed => "closed",
        Phase::Settled(state) => state.as_str(),
    }
}

/// Winners by lot, as the store gives them.
pub type Winners = [(Id<Lot>, Winner)];

pub fn lot(lot: &Lot, winners: &Winners, now: Instant) -> LotView {
    let own = winners.iter().filter(|(of, _)| *of == lot.id);
    LotView {
        id: lot.id,
        opportunity_id: lot.opportunity,
        position: lot.position,
        follows_lot_id: lot.follows,
        state: lot.state,
        phase: phase(lot.phase(now)),
        title: lot.title.clone(),
        description: lot.description.clone(),
        value: lot.value,
        clarifications_close_at: lot.clarifications_close_at,
        submissions_close_at: lot.submissions_close_at,
        max_awards: lot.max_awards,
        questions: lot.questions.clone(),
        criteria: lot.criteria.clone(),
        eligibility: lot.eligibility.clone(),
        seal: lot.seal.clone(),
        opened_at: lot.opened_at,
        winners: own.map(|(_, winner)| WinnerView::from(winner)).collect(),
        version: lot.version,
    }
}

pub fn opportunity(whole: &Whole, now: Instant) -> OpportunityView {
    let Whole { opportunity: o, lots, winners } = whole;
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
        lots: lots.iter().map(|l| lot(l, winners, now)).collect(),
        source: o.source.clone(),
        published_at: o.published_at,
        closes_at: o.closes_at,
        created_at: o.created_at,
        updated_at: o.updated_at,
        version: o.version,
    }
}

/// What is public may be kept for a minute, and never past the next deadline (SAFETY B15).
pub fn cached(answer: Answer, published: bool, lots: &[Lot], now: Instant) -> Answer {
    if !published {
        return answer;
    }
    let next = lots.iter().filter_map(|lot| lot.submissions_close_at).filter(|c| *c >= now).min();
    let left = next.map_or(60, |close| close.seconds() - now.seconds());
    answer.public(u32::try_from(left.clamp(0, 60)).unwrap_or(0))
}

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
