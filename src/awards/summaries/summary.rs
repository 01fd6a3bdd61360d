//! `GET /v1/bids/{id}/assessment-summary`: made from the ranking and the agreed marks.

use super::{
    super::decision::{self, CannotDecide, DecidedLot, DecisionOutcome, DecisionState},
    model::{AssessmentSummary, BidForDecider, BidOutcome, CriterionSummary, Winner, WinnerMark},
    policy::ReadSummary,
};
use crate::{
    bids::{self, Bid, BidState},
    evaluation::{self, ConsensusMark, Ranked},
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
    Ok(with_words(&decided, &bid, &agreed))
}

fn load(db: &mut Db, bid: Id<Bid>, actor: &Actor) -> Result<Guarded<BidForDecider>, Fault> {
    let bid = bids::load_bid(db, bid)?;
    let decided = decision::lot_for_decider(db, bid.lot, actor)?;
    Ok(Guarded::new(BidForDecider { bid, decided }))
}

/// The summary without the panel's words, for letters.
pub fn of(decided: &DecidedLot, bid: &Bid) -> AssessmentSummary {
    with_words(decided, bid, &[])
}

/// The summary with the panel's words, as its readers see it.
pub fn with_words(decided: &DecidedLot, bid: &Bid, agreed: &[ConsensusMark]) -> AssessmentSummary {
    let decision = decided.decision.as_ref();
    let ranking = decided.ranked.as_ref().map(|ranked| &ranked.ranking);
    let ranked = ranking.and_then(|ranking| ranking.find(bid.id));
    let awarded = decision.filter(|d| d.outcome == DecisionOutcome::Award);
    let won = awarded.is_some_and(|d| d.bid_ids.contains(&bid.id));
    let winners = awarded.iter().flat_map(|d| &d.bid_ids).filter_map(|id| {
        let ranked = ranking?.find(*id)?;
        Some(winner(decided.bids.iter().find(|bid| bid.id == *id)?, ranked))
    });
    AssessmentSummary {
        bid_id: bid.id,
        supplier_name: bid.supplier_name.clone(),
        outcome: if won { BidOutcome::Successful } else { BidOutcome::Unsuccessful },
        rank: ranked.map(|r| r.rank),
        total: ranked.map(|r| r.total),
        reason: ranked.and_then(|r| r.reason.clone()).or_else(|| bid.state_reason.clone()),
        criteria: ranked.map(|r| criteria(decided, bid, r, agreed)).unwrap_or_default(),
        winners: winners.collect(),
        decision_reason: decision.map(|d| d.reason.clone()).unwrap_or_default(),
        decided_at: decision.and_then(|d| d.settled_at),
    }
}

fn winner(bid: &Bid, ranked: &Ranked) -> Winner {
    let supplier_name = bid.supplier_name.clone();
    let partner_names = bid.joint().map(|one| one.organisation_name.clone()).collect();
    let marks = ranked.criteria.iter();
    let marks = marks.map(|s| WinnerMark { criterion_key: s.key.clone(), mark: s.mark });
    Winner { supplier_name, partner_names, total: ranked.total, criteria: marks.collect() }
}

fn criteria(
    decided: &DecidedLot,
    bid: &Bid,
    ranked: &Ranked,
    agreed: &[ConsensusMark],
) -> Vec<CriterionSummary> {
    let told = ranked.criteria.iter().filter_map(|share| {
        let criterion = decided.lot.criterion(&share.key)?;
        let words =
            agreed.iter().find(|m| m.bid == bid.id && m.criterion_key == share.key.as_str());
        Some(CriterionSummary {
            criterion_key: share.key.clone(),
            name: criterion.name.to_string(),
            weight: criterion.weight,
            scale_max: criterion.top(),
            mark: share.mark,
            weighted: share.weighted,
            rationale: words.map(|mark| mark.rationale.clone()),
        })
    });
    told.collect()
}
