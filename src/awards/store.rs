//! Rows of decisions.

use diesel::prelude::*;

use super::{
    model::{Decision, DecisionOutcome, DecisionState, LotUnderDecision},
    policy::BidAfterDecision,
};
use crate::{
    access::{Guarded, User},
    bids::{self, Bid},
    db::{Db, Fault, Tx, once, schema::decisions},
    evaluation,
    kernel::{Id, Instant},
    opportunities::Lot,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = decisions)]
struct Row {
    id: Id<Decision>,
    lot_id: Id<Lot>,
    outcome: String,
    bid_ids: String,
    reason: String,
    ranking_sha256: Option<String>,
    state: String,
    proposed_by: Id<User>,
    proposed_at: Instant,
    settled_by: Option<Id<User>>,
    settled_at: Option<Instant>,
    settled_note: Option<String>,
    eligibility_notes: String,
    version: i64,
}

impl Row {
    fn into_decision(self) -> Result<Decision, Fault> {
        Ok(Decision {
            id: self.id,
            lot: self.lot_id,
            outcome: DecisionOutcome::parse(&self.outcome)
                .ok_or_else(|| Fault::corrupt(&self.outcome))?,
            bids: serde_json::from_str(&self.bid_ids).map_err(|error| Fault::corrupt(&error))?,
            reason: self.reason,
            ranking_sha256: self.ranking_sha256,
            state: DecisionState::parse(&self.state).ok_or_else(|| Fault::corrupt(&self.state))?,
            proposed_by: self.proposed_by,
            proposed_at: self.proposed_at,
            settled_by: self.settled_by,
            settled_at: self.settled_at,
            settled_note: self.settled_note,
            eligibility_notes: serde_json::from_str(&self.eligibility_notes)
                .map_err(|error| Fault::corrupt(&error))?,
            version: self.version,
        })
    }
}

fn newest(db: &mut Db, lot: Id<Lot>) -> Result<Option<Decision>, Fault> {
    let row: Option<Row> = decisions::table
        .filter(decisions::lot_id.eq(lot))
        .order((decisions::proposed_at.desc(), decisions::id.desc()))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    row.map(Row::into_decision).transpose()
}

fn whole(db: &mut Db, on: evaluation::LotUnderEvaluation) -> Result<LotUnderDecision, Fault> {
    let ranking = evaluation::load_ranking(db, on.lot.id)?;
    let decision = newest(db, on.lot.id)?;
    let judges = evaluation::judges(db, on.lot.id)?;
    Ok(LotUnderDecision { on, ranking, decision, judges })
}

/// A lot with its ranking and the newest decision about it.
pub fn load(db: &mut Db, lot: Id<Lot>) -> Result<Guarded<LotUnderDecision>, Fault> {
    Ok(Guarded::new(whole_lot(db, lot)?))
}

pub fn whole_lot(db: &mut Db, lot: Id<Lot>) -> Result<LotUnderDecision, Fault> {
    let on = evaluation::load_lot_whole(db, lot)?;
    whole(db, on)
}

pub fn load_bid(db: &mut Db, bid: Id<Bid>) -> Result<Guarded<BidAfterDecision>, Fault> {
    let bid = bids::load_bid(db, bid)?;
    let on = evaluation::load_lot_whole(db, bid.lot)?;
    Ok(Guarded::new(BidAfterDecision { bid, lot: whole(db, on)? }))
}

pub fn insert(tx: &mut Tx<'_>, decision: &Decision) -> Result<(), Fault> {
    let ids = serde_json::to_string(&decision.bids).map_err(|error| Fault::corrupt(&error))?;
    let notes = serde_json::to_string(&decision.eligibility_notes);
    let notes = notes.map_err(|error| Fault::corrupt(&error))?;
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(decision.id),
            decisions::lot_id.eq(decision.lot),
            decisions::outcome.eq(decision.outcome.as_str()),
            decisions::bid_ids.eq(ids),
            decisions::reason.eq(&decision.reason),
            decisions::eligibility_notes.eq(notes),
            decisions::ranking_sha256.eq(&decision.ranking_sha256),
            decisions::state.eq(decision.state.as_str()),
            decisions::proposed_by.eq(decision.proposed_by),
            decisions::proposed_at.eq(decision.proposed_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Settles a decision, over the version that was read.
pub fn settle(tx: &mut Tx<'_>, settled: &Decision) -> Result<(), Fault> {
    let open = decisions::id
        .eq(settled.id)
        .and(decisions::version.eq(settled.version))
        .and(decisions::state.eq(DecisionState::Proposed.as_str()));
    let changed = diesel::update(decisions::table.filter(open))
        .set((
            decisions::state.eq(settled.state.as_str()),
            decisions::settled_by.eq(settled.settled_by),
            decisions::settled_at.eq(settled.settled_at),
            decisions::settled_note.eq(&settled.settled_note),
            decisions::version.eq(decisions::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)
}
