//! `POST` and `GET /v1/lots/{id}/decision`: proposed by the chair, upon the ranking as it stands.

use super::{
    eligibility, mails,
    model::{CannotDecide, Decision, DecisionOutcome, DecisionState, Proposal},
    policy::{Propose, ReadDecision},
    store,
};
use crate::{
    evaluation::{self, Ranking},
    opportunities::{Lot, LotState},
    organisations, outbox,
    prelude::*,
};

/// The newest decision about a lot.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Decision, Fault> {
    let (_, on) = store::load_for_decider(db, lot, actor)?.open::<ReadDecision>(actor)?;
    store::with_names(db, on.decision.ok_or(No::Hidden)?)
}

pub fn propose(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    asked: &Proposal,
) -> Result<Recorded<Decision>, Fault> {
    let found = store::load_for_decider(tx.db(), lot, &call.actor)?;
    let (may, on) = found.open::<Propose>(&call.actor)?;
    call.saw(on.lot.version)?;
    let state = on.lot.state;
    let ranked = evaluation::load_ranking(tx.db(), lot)?;
    let (LotState::InEvaluation, Some(ranked)) = (state, ranked) else {
        return Err(CannotDecide::NotRanked(state).into());
    };
    if on.decision.is_some_and(|decision| decision.state == DecisionState::Proposed) {
        return Err(CannotDecide::OneAtATime.into());
    }
    judge(asked, &ranked.ranking, on.lot.max_awards).none()?;
    let eligibility_notes = eligibility::noted(tx.db(), &on.lot, asked, call.at)?;
    let decision = Decision {
        id: Id::new(),
        lot_id: lot,
        outcome: asked.outcome,
        bid_ids: asked.bid_ids.clone(),
        reason: asked.reason.to_string(),
        state: DecisionState::Proposed,
        ranking_sha256: Some(ranked.sha256.clone()),
        proposed_by: call.person()?,
        proposed_by_name: String::new(),
        proposed_at: call.at,
        settled_by: None,
        settled_by_name: None,
        settled_at: None,
        settled_note: None,
        eligibility_notes,
        version: 1,
    };
    store::insert(tx, &decision)?;
    let letter = mails::to_settle(&on.lot, &decision);
    for to in organisations::addressees(tx.db(), on.lot.organisation, &[Role::Approver], call.at)? {
        if to.user != Some(decision.proposed_by) {
            outbox::send(tx, call, &to, &letter)?;
        }
    }
    let event = Event::of("decision.proposed", "lot", &lot)
        .fact("decision", decision.id.to_string())
        .fact("outcome", asked.outcome.as_str())
        .fact("bids", asked.bid_ids.iter().map(ToString::to_string).collect::<Vec<_>>())
        .fact("ranking_sha256", ranked.sha256)
        .fact("eligibility_notes", decision.noted());
    let decision = store::with_names(tx.db(), decision)?;
    audit::record(tx, call, &may, event, decision)
}

/// Refuses a note on a bid that is not to be awarded, and a second note on the same bid.
fn notes(asked: &Proposal) -> Faults {
    let mut faults = Faults::new();
    for (n, note) in asked.eligibility_notes.iter().enumerate() {
        let at = format!("/eligibility_notes/{n}/bid_id");
        if asked.eligibility_notes.iter().take(n).any(|other| other.bid_id == note.bid_id) {
            faults.add(at, "duplicate", "appears twice");
        } else if !asked.bid_ids.contains(&note.bid_id) {
            faults.add(at, "unknown-id", "must be one of the bids to award");
        }
    }
    faults
}

/// An award goes down the ranking without leaving out a bid that ranks higher; only among the bids
/// tied at the last place may the chair choose, and the reason says why.
fn judge(asked: &Proposal, ranking: &Ranking, most: i32) -> Faults {
    let mut faults = notes(asked);
    if asked.outcome == DecisionOutcome::NoAward {
        if !asked.bid_ids.is_empty() {
            faults.add("/bid_ids", "not-empty", "must be empty when there is no award");
        }
        return faults;
    }
    let most = usize::try_from(most).unwrap_or(1);
    if asked.bid_ids.is_empty() || asked.bid_ids.len() > most {
        faults.add("/bid_ids", "count", format!("give from 1 to {most} bids"));
    }
    let mut worst = 0;
    for (n, bid) in asked.bid_ids.iter().enumerate() {
        let at = format!("/bid_ids/{n}");
        if asked.bid_ids.iter().take(n).any(|other| other == bid) {
            faults.add(at.clone(), "duplicate", "appears twice");
        }
        match ranking.find(*bid) {
            None => faults.add(at, "unknown-id", "must be a bid in the ranking"),
            Some(ranked) if ranked.failed => {
                let why = ranked.reason.clone().unwrap_or_default();
                faults.add(at, "failed", format!("cannot be awarded: {why}"));
            }
            Some(ranked) => worst = worst.max(ranked.rank),
        }
    }
    let skipped = ranking.awardable().filter(|r| r.rank < worst && !asked.bid_ids.contains(&r.bid));
    if skipped.count() > 0 {
        faults.add("/bid_ids", "skips", "leaves out a bid that ranks higher");
    }
    faults
}
