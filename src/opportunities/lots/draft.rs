//! Lots of a draft, as its author gives them.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    eligibility::Eligibility,
    model::{Criterion, Lot, Question},
};
use crate::prelude::*;

/// A lot of a draft.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = LotBody)]
pub struct LotDraft {
    /// The id of an existing lot, which it keeps (PATCH only).
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub id: Option<Id<Lot>>,
    /// The title of the lot.
    #[schema(value_type = String, max_length = 200, example = "Sensors for 200 gullies")]
    pub title: Line<200>,
    /// The description of what is wanted.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Supply, fit and run sensors for two years.")]
    pub description: Option<Text<10_000>>,
    /// The estimated value of the lot.
    #[deserr(default)]
    pub value: Option<Money>,
    /// The last instant at which suppliers may ask questions.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "date-time", example = "2026-10-01T12:00:00Z")]
    pub clarifications_close_at: Option<Instant>,
    /// The deadline for bids.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "date-time", example = "2026-10-15T12:00:00Z")]
    pub submissions_close_at: Option<Instant>,
    /// The maximum number of winners; 1 where nothing is given.
    #[deserr(default)]
    #[schema(minimum = 1, maximum = 50, example = 1)]
    pub max_awards: Option<u32>,
    /// The lot that this stage follows: only suppliers awarded there may bid here.
    #[deserr(default)]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub follows_lot_id: Option<Id<Lot>>,
    /// The same, by the place (from 1) of an earlier lot in this list.
    #[deserr(default)]
    pub follows_position: Option<u32>,
    /// The questions of the response form, at most 50.
    #[deserr(default)]
    #[schema(required = false)]
    pub questions: Vec<Question>,
    /// The criteria that bids are assessed by, at most 50.
    #[deserr(default)]
    #[schema(required = false)]
    pub criteria: Vec<Criterion>,
    /// The conditions on suppliers besides those of every lot; they stay as published.
    #[deserr(default)]
    pub eligibility: Option<Eligibility>,
}

/// The maximum number of lots of an opportunity.
pub const MOST_LOTS: usize = 20;
/// The maximum number of questions, and of criteria, of a lot.
pub const MOST_LINES: usize = 50;
