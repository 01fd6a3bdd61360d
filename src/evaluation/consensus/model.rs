//! Consensus marks as values.

use std::collections::BTreeMap;

use diesel::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    bids::Bid,
    kernel::{Key, Points},
    prelude::*,
};

/// The consensus mark of one criterion.
#[derive(Debug, Clone, Queryable, Serialize, ToSchema)]
#[schema(as = AgreedView)]
pub struct ConsensusMark {
    #[serde(skip)]
    pub bid: Id<Bid>,
    /// The key of the criterion.
    #[schema(example = "quality")]
    pub criterion_key: String,
    /// The mark on the scale of the criterion.
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    /// The reason for the mark.
    pub rationale: String,
}

/// The consensus marks of a bid.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Agreed {
    /// One mark for each criterion that the panel has agreed about.
    pub items: Vec<ConsensusMark>,
}

/// The agreed marks of one bid by criterion.
pub fn by_criterion(marks: &[ConsensusMark], bid: Id<Bid>) -> BTreeMap<Key, Points> {
    let own = marks.iter().filter(|given| given.bid == bid);
    own.filter_map(|given| Some((Key::parse(&given.criterion_key).ok()?, given.mark))).collect()
}
