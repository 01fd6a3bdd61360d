//! Rows of decisions.

use diesel::prelude::*;

use super::model::{
    DecidedLot, Decision, DecisionOutcome, DecisionState, EligibilityNote, LotForApprover,
    LotForDecider,
};
use crate::{
    bids::{self, Bid},
    db::{Json, json, names_of, once, schema::decisions},
    evaluation,
    opportunities::{self, Lot},
    prelude::*,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = decisions)]
struct Row {
    id: Id<Decision>,
    lot_id: Id<Lot>,
    outcome: DecisionOutcome,
    bid_ids: Json<Vec<Id<Bid>>>,
    reason: String,
    ranking_sha256: Option<String>,
    state: DecisionState,
    proposed_by: Id<User>,
    proposed_at: Instant,
    settled_by: Option<Id<User>>,
    settled_at: Option<Instant>,
    settled_note: Option<String>,
    eligibility_notes: Json<Vec<EligibilityNote>>,
    version: i64,
}

impl Row {
    fn into_decision(self) -> Decision {
        Decision {
            id: self.id,
            lot_id: self.lot_id,
            outcome: self.outcome,
            bid_ids: self.bid_ids.0,
            reason: self.reason,
            state: self.state,
            ranking_sha256: self.ranking_sha256,
            proposed_by: self.proposed_by,
            proposed_by_name: String::new(),
            proposed_at: self.proposed_at,
            settled_by: self.settled_by,
            settled_by_name: None,
            settled_at: self.settled_at,
            settled_note: self.settled_note,
            eligibility_notes: self.eligibility_notes.0,
            version: self.version,
        }
    }
}

/// Puts the names of people into a decision that is shown.
pub fn with_names(db: &mut Db, decision: Decision) -> Result<Decision, Fault> {
    let names = names_of(db, decision.settled_by.into_iter().chain([decision.proposed_by]))?;
    Ok(Decision {
        proposed_by_name: names.of(decision.proposed_by),
        settled_by_name: decision.settled_by.map(|user| names.of(user)),
        ..decision
    })
}

fn newest(db: &mut Db, lot: Id<Lot>) -> Result<Option<Decision>, Fault> {
    let row: Option<Row> = decisions::table
        .filter(decisions::lot_id.eq(lot))
        .order((decisions::proposed_at.desc(), decisions::id.desc()))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    Ok(row.map(Row::into_decision))
}

/// A lot with its newest decision, for the caller.
pub fn lot_for_decider(db: &mut Db, lot: Id<Lot>, actor: &Actor) -> Result<LotForDecider, Fault> {
    let lot = opportunities::find_lot(db, lot)?.ok_or(No::Hidden)?;
    let assessor = evaluation::assessor(db, &lot, actor)?;
    let decision = newest(db, lot.id)?;
    Ok(LotForDecider { lot, assessor, decision })
}

pub fn load_for_decider(
    db: &mut Db,
    lot: Id<Lot>,
    actor: &Actor,
) -> Result<Guarded<LotForDecider>, Fault> {
    lot_for_decider(db, lot, actor).map(Guarded::new)
}

pub fn load_for_approver(
    db: &mut Db,
    lot: Id<Lot>,
    actor: &Actor,
) -> Result<Guarded<LotForApprover>, Fault> {
    let LotForDecider { lot, assessor, decision } = lot_for_decider(db, lot, actor)?;
    let has_judged = match actor.user() {
        Some(user) => evaluation::has_judged(db, lot.id, user)?,
        None => false,
    };
    Ok(Guarded::new(LotForApprover { lot, assessor, decision, has_judged }))
}

/// A lot with its ranking, its opened bids and a decision, for letters and summaries.
pub fn decided_lot(db: &mut Db, lot: Lot, decision: Option<Decision>) -> Result<DecidedLot, Fault> {
    let ranked = evaluation::load_ranking(db, lot.id)?;
    let bids = if lot.opened_at.is_some() { bids::of_lot(db, lot.id)? } else { Vec::new() };
    Ok(DecidedLot { lot, bids, ranked, decision })
}

pub fn insert(tx: &mut Tx<'_>, decision: &Decision) -> Result<(), Fault> {
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(decision.id),
            decisions::lot_id.eq(decision.lot_id),
            decisions::outcome.eq(decision.outcome),
            decisions::bid_ids.eq(json(&decision.bid_ids)),
            decisions::reason.eq(&decision.reason),
            decisions::eligibility_notes.eq(json(&decision.eligibility_notes)),
            decisions::ranking_sha256.eq(&decision.ranking_sha256),
            decisions::state.eq(decision.state),
            decisions::proposed_by.eq(decision.proposed_by),
            decisions::proposed_at.eq(decision.proposed_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Settles a decision, over the version that was read; the decision as it is now.
pub fn settle(tx: &mut Tx<'_>, settled: Decision) -> Result<Decision, Fault> {
    let open = decisions::id
        .eq(settled.id)
        .and(decisions::version.eq(settled.version))
        .and(decisions::state.eq(DecisionState::Proposed));
    let changed = diesel::update(decisions::table.filter(open))
        .set((
            decisions::state.eq(settled.state),
            decisions::settled_by.eq(settled.settled_by),
            decisions::settled_at.eq(settled.settled_at),
            decisions::settled_note.eq(&settled.settled_note),
            decisions::version.eq(decisions::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)?;
    Ok(Decision { version: settled.version + 1, ..settled })
}
