//! Rows of lots, their keys and their amendments.

use diesel::prelude::*;

use super::{
    draft::LotDraft,
    keys::LotKey,
    model::{Amendment, Lot},
    states::{LotState, Move},
};
use crate::{
    db::{
        json, natively, once,
        schema::{amendments, bid_partners, bids, contracts, lot_keys, lots, opportunities},
    },
    opportunities::model::{Opportunity, OpportunityState},
    organisations,
    outbox::Addressee,
    prelude::*,
};

/// Lots, each with its opportunity and its key.
macro_rules! whole_lots {
    () => {
        lots::table
            .inner_join(opportunities::table)
            .left_join(lot_keys::table)
            .select(Lot::as_select())
    };
}

/// The lots of an opportunity, in their order.
pub fn of(db: &mut Db, id: Id<Opportunity>) -> Result<Vec<Lot>, Fault> {
    let own = lots::opportunity_id.eq(id);
    Ok(natively!(db, c => whole_lots!().filter(own).order(lots::position).load(c))?)
}

/// A lot that no rule has opened yet.
pub fn load_lot(db: &mut Db, id: Id<Lot>) -> Result<Guarded<Lot>, Fault> {
    Ok(Guarded::new(find(db, id)?.ok_or(No::Hidden)?))
}

pub fn find(db: &mut Db, id: Id<Lot>) -> Result<Option<Lot>, Fault> {
    Ok(natively!(db, c => whole_lots!().filter(lots::id.eq(id)).first(c).optional())?)
}

/// Puts the lots of a draft in the place of those that were there.
pub fn replace(
    tx: &mut Tx<'_>,
    opportunity: Id<Opportunity>,
    drafts: &[LotDraft],
) -> Result<(), Fault> {
    let own = || lots::table.filter(lots::opportunity_id.eq(opportunity));
    let kept: Vec<Id<Lot>> = own().select(lots::id).load(tx.db())?;
    let none: Option<Id<Lot>> = None;
    diesel::update(own()).set(lots::follows_lot_id.eq(none)).execute(tx.db())?;
    diesel::delete(own()).execute(tx.db())?;
    let mut ids: Vec<Id<Lot>> = Vec::new();
    for (position, draft) in (1_i32..).zip(drafts) {
        let id = draft.id.filter(|id| kept.contains(id)).unwrap_or_else(Id::new);
        let by_place = draft.follows_position.and_then(|p| usize::try_from(p).ok()?.checked_sub(1));
        let follows = draft.follows_lot_id.or(by_place.and_then(|n| ids.get(n).copied()));
        insert(tx, opportunity, &Placed { position, id, follows }, draft)?;
        ids.push(id);
    }
    Ok(())
}

/// The place of a lot among the others of its opportunity.
struct Placed {
    position: i32,
    id: Id<Lot>,
    follows: Option<Id<Lot>>,
}

fn insert(
    tx: &mut Tx<'_>,
    opportunity: Id<Opportunity>,
    placed: &Placed,
    draft: &LotDraft,
) -> Result<(), Fault> {
    let awards = i32::try_from(draft.max_awards.unwrap_or(1)).unwrap_or(1);
    diesel::insert_into(lots::table)
        .values((
            lots::id.eq(placed.id),
            lots::opportunity_id.eq(opportunity),
            lots::position.eq(placed.position),
            lots::follows_lot_id.eq(placed.follows),
            lots::state.eq(LotState::Draft),
            lots::title.eq(draft.title.as_str()),
            lots::description.eq(draft.description.as_ref().map_or("", |d| d.as_str())),
            lots::value_minor.eq(draft.value.map(Money::minor)),
            lots::currency.eq(draft.value.map(Money::currency)),
            lots::clarifications_close_at.eq(draft.clarifications_close_at),
            lots::submissions_close_at.eq(draft.submissions_close_at),
            lots::max_awards.eq(awards),
            lots::questions.eq(json(&draft.questions)),
            lots::criteria.eq(json(&draft.criteria)),
            lots::eligibility.eq(draft.eligibility.as_ref().map(json)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Stores the key that a lot's bids will be sealed to, and publishes the lot.
pub fn publish(tx: &mut Tx<'_>, lot: &Lot, key: &LotKey, now: Instant) -> Result<(), Fault> {
    let state = lot.state.after(Move::Publish)?;
    diesel::insert_into(lot_keys::table)
        .values((
            lot_keys::lot_id.eq(lot.id),
            lot_keys::recipient.eq(&key.seal.recipient),
            lot_keys::fingerprint.eq(&key.seal.fingerprint),
            lot_keys::ring.eq("sealed"),
            lot_keys::wrapped.eq(&key.wrapped),
            lot_keys::created_at.eq(now),
        ))
        .execute(tx.db())?;
    write(tx, Lot { state, ..lot.clone() }, None)?;
    Ok(())
}

/// Writes state and deadlines over the version that was read; the lot as it is now.
fn write(tx: &mut Tx<'_>, lot: Lot, reason: Option<&str>) -> Result<Lot, Fault> {
    let read = lots::id.eq(lot.id).and(lots::version.eq(lot.version));
    let rows = diesel::update(lots::table.filter(read))
        .set((
            lots::state.eq(lot.state),
            lots::state_reason.eq(reason),
            lots::submissions_close_at.eq(lot.submissions_close_at),
            lots::clarifications_close_at.eq(lot.clarifications_close_at),
            lots::version.eq(lots::version + 1),
        ))
        .execute(tx.db())?;
    once(rows)?;
    Ok(Lot { version: lot.version + 1, ..lot })
}

/// Writes a published lot, and brings its opportunity in line; the lot as it is now.
pub fn update(tx: &mut Tx<'_>, lot: Lot, now: Instant, reason: Option<&str>) -> Result<Lot, Fault> {
    let lot = write(tx, lot, reason)?;
    follow_lots(tx, lot.opportunity, now)?;
    Ok(lot)
}

/// Moves a lot on, and its opportunity with it. Refuses what [`LotState::after`] does not know.
pub fn move_lot(
    tx: &mut Tx<'_>,
    lot: &Lot,
    asked: Move,
    now: Instant,
    reason: Option<&str>,
) -> Result<Lot, Fault> {
    let state = lot.state.after(asked)?;
    update(tx, Lot { state, ..lot.clone() }, now, reason)
}

pub fn mark_opened(tx: &mut Tx<'_>, lot: Id<Lot>, at: Instant) -> Result<(), Fault> {
    diesel::update(lots::table.filter(lots::id.eq(lot).and(lots::opened_at.is_null())))
        .set(lots::opened_at.eq(at))
        .execute(tx.db())?;
    Ok(())
}

pub fn mark_consensus_locked(tx: &mut Tx<'_>, lot: Id<Lot>, at: Instant) -> Result<(), Fault> {
    let unlocked = lots::id.eq(lot).and(lots::consensus_locked_at.is_null());
    let changed = diesel::update(lots::table.filter(unlocked))
        .set(lots::consensus_locked_at.eq(at))
        .execute(tx.db())?;
    once(changed)
}

/// Brings state, deadline and version of an opportunity in line with its lots.
fn follow_lots(tx: &mut Tx<'_>, id: Id<Opportunity>, now: Instant) -> Result<(), Fault> {
    let all = of(tx.db(), id)?;
    let states: Vec<LotState> = all.iter().map(|lot| lot.state).collect();
    let running = all.iter().filter(|lot| lot.state != LotState::Cancelled);
    let closes_at = running.filter_map(|lot| lot.submissions_close_at).max();
    diesel::update(opportunities::table.filter(opportunities::id.eq(id)))
        .set((
            opportunities::state.eq(OpportunityState::of_lots(&states)),
            opportunities::closes_at.eq(closes_at),
            opportunities::updated_at.eq(now),
            opportunities::version.eq(opportunities::version + 1),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn insert_amendment(tx: &mut Tx<'_>, made: &Amendment) -> Result<(), Fault> {
    diesel::insert_into(amendments::table)
        .values((
            amendments::id.eq(Id::<Amendment>::new()),
            amendments::lot_id.eq(made.lot),
            amendments::reason.eq(&made.reason),
            amendments::old_close_at.eq(made.old_close_at),
            amendments::new_close_at.eq(made.new_close_at),
            amendments::made_by.eq(made.made_by),
            amendments::made_at.eq(made.made_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Whether a contract of a lot was recorded.
pub fn is_signed_for(db: &mut Db, lot: Id<Lot>) -> Result<bool, Fault> {
    let of = contracts::table.filter(contracts::lot_id.eq(lot)).select(contracts::id);
    let found: Option<String> = of.first(db).optional()?;
    Ok(found.is_some())
}

/// Owners and bidders of the suppliers that have a draft or a bid on a lot, or are asked to be
/// partners in one. For letters alone: nobody is told who the others are.
pub fn bidders(db: &mut Db, lot: Id<Lot>, now: Instant) -> Result<Vec<Addressee>, Fault> {
    let mut suppliers: Vec<Id<Organisation>> = bids::table
        .filter(bids::lot_id.eq(lot).and(bids::state.ne("withdrawn")))
        .select(bids::organisation_id)
        .load(db)?;
    let partners: Vec<Id<Organisation>> = bid_partners::table
        .filter(bid_partners::lot_id.eq(lot))
        .filter(bid_partners::state.eq_any(["invited", "accepted"]))
        .select(bid_partners::organisation_id)
        .load(db)?;
    suppliers.extend(partners);
    suppliers.sort();
    suppliers.dedup();
    let mut all = Vec::new();
    for supplier in suppliers {
        all.extend(organisations::addressees(db, supplier, &[Role::Owner, Role::Bidder], now)?);
    }
    Ok(all)
}
