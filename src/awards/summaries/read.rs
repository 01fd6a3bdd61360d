//! The summary of one bid for its readers.

use super::{
    super::decision::{self, CannotDecide, DecisionState},
    model::BidForDecider,
    policy::ReadSummary,
    summary,
    views::AssessmentSummary,
};
use crate::{
    bids::{self, Bid, BidState},
    evaluation,
    prelude::*,
};

/// The summary of a bid, once the decision is approved.
pub fn read(db: &mut Db, actor: &Actor, bid: Id<Bid>) -> Result<AssessmentSummary, Fault> {
    let (_, BidForDecider { bid, decided }) = load(db, bid, actor)?.open::<ReadSummary>(actor)?;
    let approved = decided.decision.as_ref().is_some_and(|d| d.state == DecisionState::Approved);
    if !approved {
        return Err(CannotDecide::Undecided.into());
    }
    if matches!(bid.state, BidState::Draft | BidState::Submitted | BidState::Withdrawn) {
        return Err(CannotDecide::NotAssessed.into());
    }
    let agreed = evaluation::consensus_of(db, bid.lot)?;
    let decided = decision::decided_lot(db, decided.lot, decided.decision)?;
    Ok(summary::with_words(&decided, &bid, &agreed))
}

fn load(db: &mut Db, bid: Id<Bid>, actor: &Actor) -> Result<Guarded<BidForDecider>, Fault> {
    let bid = bids::load_bid(db, bid)?;
    let decided = decision::lot_for_decider(db, bid.lot, actor)?;
    Ok(Guarded::new(BidForDecider { bid, decided }))
}
