//! A closed account, and legal holds, as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    model::{Hold, Holds},
    register::{AtClosure, Part},
};
use crate::{
    access::User,
    kernel::{Id, Instant},
};

/// A closed account, and the records that are kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosedView {
    /// The instant at which the account was closed.
    pub closed_at: Instant,
    /// Records that are kept under an id, without a name.
    pub kept: Vec<KeptView>,
}

impl ClosedView {
    pub fn of(closed_at: Instant, kept: &[&Part]) -> Self {
        Self { closed_at, kept: kept.iter().filter_map(|part| KeptView::of(part)).collect() }
    }
}

/// A kind of record that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptView {
    /// The name of the records, as in the archive of an export.
    #[schema(example = "declarations")]
    pub records: &'static str,
    /// The content of the records.
    #[schema(example = "your declarations of interests")]
    pub about: &'static str,
    /// The law or the purpose that asks for the records.
    #[schema(example = "a public body has to show how it came to each decision")]
    pub why: &'static str,
    /// The time for which the records are kept.
    #[schema(example = "three years from the award")]
    pub how_long: &'static str,
}

impl KeptView {
    fn of(part: &Part) -> Option<Self> {
        match part.at_closure {
            AtClosure::Kept { why, how_long } => {
                Some(Self { records: part.file, about: part.about, why, how_long })
            }
            AtClosure::Erased | AtClosure::Nameless => None,
        }
    }
}

/// A legal hold on a user.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldView {
    /// The id of the hold.
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Hold>,
    /// The reason for the hold.
    #[schema(example = "Claim CO/1234/2026: keep everything until judgment.")]
    pub reason: String,
    /// The administrator who placed the hold.
    #[schema(value_type = String, format = "uuid")]
    pub placed_by: Id<User>,
    /// The full name of that administrator.
    #[schema(example = "Ada Lovelace")]
    pub placed_by_name: String,
    /// The instant at which the hold was placed.
    pub placed_at: Instant,
    /// The reason for the end of the hold.
    #[schema(example = "Judgment was given.")]
    pub lift_reason: Option<String>,
    /// The administrator who lifted the hold.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub lifted_by: Option<Id<User>>,
    /// The full name of that administrator.
    #[schema(example = "Alan Turing")]
    pub lifted_by_name: Option<String>,
    /// The instant at which the hold was lifted.
    pub lifted_at: Option<Instant>,
}

/// The legal holds on a user, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldsView {
    /// The holds.
    pub items: Vec<HoldView>,
}

impl HoldsView {
    pub fn of(Holds { holds, names }: &Holds) -> Self {
        let view = |hold: &Hold| HoldView {
            id: hold.id,
            reason: hold.reason.clone(),
            placed_by: hold.placed_by,
            placed_by_name: names.of(hold.placed_by),
            placed_at: hold.placed_at,
            lift_reason: hold.lift_reason.clone(),
            lifted_by: hold.lifted_by,
            lifted_by_name: hold.lifted_by.map(|by| names.of(by)),
            lifted_at: hold.lifted_at,
        };
        Self { items: holds.iter().map(view).collect() }
    }
}
