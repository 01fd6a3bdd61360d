//! Lots as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    eligibility::Eligibility,
    model::{Criterion, Lot, LotState, Phase, Question, Seal},
};
use crate::{
    opportunities::{
        imported::{LotWinner, Winner},
        model::Opportunity,
    },
    prelude::*,
};

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

/// The word for a phase.
pub const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Open => "open",
        Phase::Closed => "closed",
        Phase::Settled(state) => state.as_str(),
    }
}

pub fn lot(lot: &Lot, winners: &[LotWinner], now: Instant) -> LotView {
    let own = winners.iter().filter(|won| won.lot == lot.id);
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
        winners: own.map(|won| WinnerView::from(&won.winner)).collect(),
        version: lot.version,
    }
}
