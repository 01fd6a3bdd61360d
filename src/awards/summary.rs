//! `GET /v1/bids/{id}/assessment-summary`: what each supplier is told about its own bid, and of
//! the winner its name, total and marks (PA 2023 s.50, SI 2024/692 reg 31; RULES 51, 56).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    model::{CannotDecide, DecisionOutcome, DecisionState, LotUnderDecision},
    policy::ReadSummary,
    store,
};
use crate::{
    access::Actor,
    bids::{Bid, BidState},
    db::{Db, Fault},
    evaluation::{self, ConsensusMark, Ranked},
    kernel::{Id, Instant, Key, Points},
};

/// What a supplier is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentSummary {
    #[schema(value_type = String, format = "uuid")]
    pub bid_id: Id<Bid>,
    pub supplier_name: String,
    /// `successful` or `unsuccessful`.
    #[schema(example = "unsuccessful")]
    pub outcome: &'static str,
    pub rank: Option<usize>,
    /// Out of 100.00.
    #[schema(value_type = Option<String>, example = "71.20")]
    pub total: Option<Points>,
    /// Why the bid could not be awarded, if it failed a minimum.
    pub reason: Option<String>,
    pub criteria: Vec<CriterionSummary>,
    /// The winners, best first; of bids that won, the winner is among them.
    pub winners: Vec<Winner>,
    /// Why the public body decided as it did.
    pub decision_reason: String,
    pub decided_at: Option<Instant>,
}

/// How one criterion was assessed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CriterionSummary {
    pub criterion_key: Key,
    pub name: String,
    #[schema(value_type = Option<String>, example = "60.00")]
    pub weight: Option<Points>,
    #[schema(value_type = String, example = "10.00")]
    pub scale_max: Points,
    #[schema(value_type = String, example = "7.50")]
    pub mark: Points,
    #[schema(value_type = Option<String>, example = "45.00")]
    pub weighted: Option<Points>,
    /// The panel's words; none for the price, which a formula marks.
    pub rationale: Option<String>,
}

/// A winner: name, total and marks, never words about its bid.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Winner {
    pub supplier_name: String,
    /// Those who bid together with it.
    pub partner_names: Vec<String>,
    #[schema(value_type = String, example = "87.35")]
    pub total: Points,
    pub criteria: Vec<WinnerMark>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WinnerMark {
    pub criterion_key: Key,
    #[schema(value_type = String, example = "9.00")]
    pub mark: Points,
}

/// The summary without the panel's words: what letters say.
pub fn of(found: &LotUnderDecision, bid: &Bid) -> AssessmentSummary {
    with_words(found, bid, &[])
}

fn with_words(found: &LotUnderDecision, bid: &Bid, agreed: &[ConsensusMark]) -> AssessmentSummary {
    let decision = found.decision.as_ref();
    let ranking = found.ranking.as_ref().map(|(ranking, _)| ranking);
    let ranked = ranking.and_then(|ranking| ranking.find(bid.id));
    let awarded = decision.filter(|d| d.outcome == DecisionOutcome::Award);
    let won = awarded.is_some_and(|d| d.bids.contains(&bid.id));
    let winners = awarded.iter().flat_map(|d| &d.bids).filter_map(|id| {
        let ranked = ranking?.find(*id)?;
        Some(winner(found.on.bids.iter().find(|bid| bid.id == *id)?, ranked))
    });
    AssessmentSummary {
        bid_id: bid.id,
        supplier_name: bid.supplier_name.clone(),
        outcome: if won { "successful" } else { "unsuccessful" },
        rank: ranked.map(|r| r.rank),
        total: ranked.map(|r| r.total),
        reason: ranked.and_then(|r| r.reason.clone()).or_else(|| bid.state_reason.clone()),
        criteria: ranked.map(|r| criteria(found, bid, r, agreed)).unwrap_or_default(),
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
    found: &LotUnderDecision,
    bid: &Bid,
    ranked: &Ranked,
    agreed: &[ConsensusMark],
) -> Vec<CriterionSummary> {
    let told = ranked.criteria.iter().filter_map(|share| {
        let criterion = found.on.lot.criterion(&share.key)?;
        let words = agreed.iter().find(|m| m.bid == bid.id && m.criterion == share.key.as_str());
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

/// The summary for those who may read it, once the decision is approved.
pub fn read(db: &mut Db, actor: &Actor, bid: Id<Bid>) -> Result<AssessmentSummary, Fault> {
    let (_, of) = store::load_bid(db, bid)?.open::<ReadSummary>(actor)?;
    let approved = of.lot.decision.as_ref().is_some_and(|d| d.state == DecisionState::Approved);
    if !approved {
        return Err(CannotDecide::Undecided.into());
    }
    if matches!(of.bid.state, BidState::Draft | BidState::Submitted | BidState::Withdrawn) {
        return Err(CannotDecide::NotAssessed.into());
    }
    let agreed = evaluation::consensus_of(db, of.bid.lot)?;
    Ok(with_words(&of.lot, &of.bid, &agreed))
}
