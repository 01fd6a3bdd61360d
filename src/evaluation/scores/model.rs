//! Marks as values.

use std::collections::BTreeMap;

use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::model::CannotEvaluate;
use crate::{
    bids::{Bid, BidState},
    kernel::{Key, Points},
    opportunities::{Criterion, CriterionKind, Lot},
    prelude::*,
};

/// A mark and its reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserr, ToSchema)]
#[schema(as = NewMark)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct MarkGiven {
    /// The key of the criterion.
    #[schema(example = "quality")]
    pub criterion_key: Key,
    /// A decimal string on the scale of the criterion.
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    /// The reason for the mark, in at least ten characters.
    #[schema(value_type = String, example = "The plan for maintenance is thin.")]
    pub rationale: Text<4_000>,
}

/// Marks for one bid.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewMarks {
    /// One mark for each criterion; the price is marked by a formula.
    pub scores: Vec<MarkGiven>,
}

/// A mark of a panel member.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MarkView)]
pub struct Mark {
    /// The id of the panel member.
    #[schema(value_type = String, format = "uuid")]
    pub user_id: Id<User>,
    /// The name of the panel member.
    pub full_name: String,
    /// The names of the organisations to which the panel member belongs.
    pub organisation_names: Vec<String>,
    /// The key of the criterion.
    #[schema(example = "quality")]
    pub criterion_key: String,
    /// The mark on the scale of the criterion.
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    /// The reason for the mark.
    pub rationale: String,
    /// The instant when the mark was given.
    pub scored_at: Instant,
}

/// Marks for a bid.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Marks {
    /// The marks that the caller may read now.
    pub items: Vec<Mark>,
}

/// The progress of the marking.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Submission {
    /// Whether the caller has submitted.
    pub submitted: bool,
    /// Whether all marking members have submitted.
    pub all_submitted: bool,
}

/// Refuses marks for a bid that does not compete.
pub fn ensure_competing(bid: &Bid) -> Result<(), CannotEvaluate> {
    match bid.state {
        BidState::Received => Ok(()),
        state @ (BidState::Draft
        | BidState::Submitted
        | BidState::Withdrawn
        | BidState::IntegrityFailed
        | BidState::Excluded
        | BidState::Successful
        | BidState::Unsuccessful) => Err(CannotEvaluate::NotCompeting(state)),
    }
}

/// Whether marks fit the criteria of their lot; every fault at once.
pub fn fit(lot: &Lot, given: &[MarkGiven]) -> Faults {
    let mut faults = Faults::new();
    let mut seen: BTreeMap<&Key, usize> = BTreeMap::new();
    for (n, one) in given.iter().enumerate() {
        let at = format!("/scores/{n}");
        if seen.insert(&one.criterion_key, n).is_some() {
            faults.add(format!("{at}/criterion_key"), "duplicate", "appears twice");
        }
        match lot.criterion(&one.criterion_key) {
            None => {
                let why = format!("this lot has no criterion {}", one.criterion_key);
                faults.add(format!("{at}/criterion_key"), "unknown-key", why);
            }
            Some(criterion) if criterion.kind == CriterionKind::Price => {
                let why = "the price is marked by its formula, not by people";
                faults.add(format!("{at}/criterion_key"), "price", why);
            }
            Some(criterion) => on_scale(&mut faults, &at, criterion, one.mark),
        }
        if one.rationale.as_str().chars().count() < 10 {
            let why = "say in at least ten characters why";
            faults.add(format!("{at}/rationale"), "too-short", why);
        }
    }
    faults
}

fn on_scale(faults: &mut Faults, at: &str, criterion: &Criterion, mark: Points) {
    let top = criterion.top();
    if mark > top {
        faults.add(format!("{at}/mark"), "range", format!("is above the highest mark, {top}"));
    }
    let passes_or_fails = mark == Points::ZERO || mark == top;
    if criterion.kind == CriterionKind::PassFail && !passes_or_fails {
        faults.add(format!("{at}/mark"), "range", "is 0 for a fail or 1 for a pass");
    }
}
