//! What a panel has agreed, as values.

use std::collections::BTreeMap;

use crate::{
    bids::Bid,
    kernel::{Id, Key, Points},
};

/// What the panel has agreed about one criterion of one bid.
#[derive(Debug, Clone)]
pub struct ConsensusMark {
    pub bid: Id<Bid>,
    pub criterion: String,
    pub points: Points,
    pub rationale: String,
}

/// The agreed marks of one bid by criterion.
pub fn by_criterion(marks: &[ConsensusMark], bid: Id<Bid>) -> BTreeMap<Key, Points> {
    let own = marks.iter().filter(|mark| mark.bid == bid);
    own.filter_map(|mark| Some((Key::parse(&mark.criterion).ok()?, mark.points))).collect()
}
