//! `POST /v1/lots/{id}/decision/approval`: another person approves, then all suppliers are told.

use super::{
    super::summaries,
    eligibility, mails,
    model::{CannotDecide, DecidedLot, Decision, DecisionOutcome, DecisionState},
    policy::Approve,
    store,
};
use crate::{
    accounts,
    bids::{self, Bid, BidState},
    db::Lock,
    opportunities::{self, Lot, Move},
    organisations, outbox,
    prelude::*,
};

/// The answer of an approver: yes, or back to the chair with a note.
#[derive(Debug, Clone)]
pub struct Approval {
    pub approved: bool,
    pub note: Option<Text<4_000>>,
}

/// Approves the proposed decision, or sends it back. Approved, it ends every bid and moves the lot
/// on; winner and losers are told in this very transaction (RULES 57).
pub fn approve(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    asked: &Approval,
) -> Result<Recorded<Decision>, Fault> {
    tx.db().lock_lot(lot.as_str(), Lock::Whole)?;
    let found = store::load_for_approver(tx.db(), lot, &call.actor)?;
    let (may, on) = found.open::<Approve>(&call.actor)?;
    let open = on.decision.clone().filter(|d| d.state == DecisionState::Proposed);
    let open = open.ok_or(CannotDecide::Nothing)?;
    call.saw(open.version)?;
    let decided = store::decided_lot(tx.db(), on.lot, on.decision)?;
    let seen = decided.ranked.as_ref().map(|ranked| &ranked.sha256);
    if seen != open.ranking_sha256.as_ref() {
        return Err(CannotDecide::AnotherRanking.into());
    }
    if asked.approved {
        eligibility::holds(tx.db(), &decided, &open, call.at)?;
    }
    let state = if asked.approved { DecisionState::Approved } else { DecisionState::Rejected };
    let settled = Decision {
        state,
        settled_by: Some(call.person()?),
        settled_at: Some(call.at),
        settled_note: asked.note.as_ref().map(ToString::to_string),
        ..open
    };
    let settled = store::settle(tx, settled)?;
    let what = if asked.approved {
        end(tx, call, &decided, &settled)?;
        "decision.approved"
    } else {
        let to = accounts::addressee(tx.db(), settled.proposed_by)?;
        outbox::send(tx, call, &to, &mails::rejected(&decided.lot, &settled))?;
        "decision.rejected"
    };
    let event = Event::of(what, "lot", &lot)
        .versions(settled.version - 1, settled.version)
        .fact("decision", settled.id.to_string())
        .fact("outcome", settled.outcome.as_str())
        .fact("ranking_sha256", settled.ranking_sha256.clone())
        .fact("eligibility_notes", settled.noted());
    let settled = store::with_names(tx.db(), settled)?;
    audit::record(tx, call, &may, event, settled)
}

fn end(
    tx: &mut Tx<'_>,
    call: &Call,
    decided: &DecidedLot,
    decision: &Decision,
) -> Result<(), Fault> {
    for bid in decided.bids.iter().filter(|bid| bid.state == BidState::Received) {
        let won = decision.outcome == DecisionOutcome::Award && decision.bid_ids.contains(&bid.id);
        let state = if won { BidState::Successful } else { BidState::Unsuccessful };
        bids::settle(tx, bid, state, call.at)?;
        tell(tx, call, decided, bid, won)?;
    }
    let award = decision.outcome == DecisionOutcome::Award;
    let asked = Move::Decide { award };
    opportunities::move_lot(tx, &decided.lot, asked, call.at, Some(&decision.reason))?;
    Ok(())
}

fn tell(
    tx: &mut Tx<'_>,
    call: &Call,
    decided: &DecidedLot,
    bid: &Bid,
    won: bool,
) -> Result<(), Fault> {
    let summary = summaries::of(decided, bid);
    let lot = &decided.lot;
    let letter = mails::decision(lot, &summary, won);
    organisations::tell_bidders(tx, call, bid.organisation, &letter)?;
    let letter = mails::decision_for_partner(lot, &bid.supplier_name, won);
    for partner in bid.joint() {
        organisations::tell_bidders(tx, call, partner.organisation, &letter)?;
    }
    Ok(())
}
