//! A summary made from a ranking and what the panel agreed.

use super::{
    super::decision::{DecidedLot, DecisionOutcome},
    views::{AssessmentSummary, BidOutcome, CriterionSummary, Winner, WinnerMark},
};
use crate::{
    bids::Bid,
    evaluation::{ConsensusMark, Ranked},
};

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
        let words = agreed.iter().find(|m| m.bid == bid.id && m.criterion_key == share.key.as_str());
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
