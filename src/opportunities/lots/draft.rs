//! Lots of a draft, as its author gives them.

use crate::prelude::*;

use super::{
    eligibility::Eligibility,
    model::{Criterion, Lot, Question},
};

/// A lot as its author gives it.
#[derive(Debug, Clone)]
pub struct LotDraft {
    /// Names a lot that is there already and keeps its id.
    pub id: Option<Id<Lot>>,
    pub title: Line<200>,
    pub description: Option<Text<10_000>>,
    pub value: Option<Money>,
    pub clarifications_close_at: Option<Instant>,
    pub submissions_close_at: Option<Instant>,
    pub max_awards: Option<u32>,
    pub follows_lot_id: Option<Id<Lot>>,
    /// The place, from 1, of the lot in the same list that this one follows.
    pub follows_position: Option<u32>,
    pub questions: Vec<Question>,
    pub criteria: Vec<Criterion>,
    pub eligibility: Option<Eligibility>,
}

/// How many lots an opportunity may have.
pub const MOST_LOTS: usize = 20;
/// How many questions, and how many criteria, a lot may have.
pub const MOST_LINES: usize = 50;
