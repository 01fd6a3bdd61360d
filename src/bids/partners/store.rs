//! Rows of partners in bids.

use diesel::prelude::*;

use super::{
    super::{
        model::{Bid, Partnership, PartnershipState},
        store::partnership_rows,
    },
    model::{PartnershipInBid, PartnershipWithLead},
};
use crate::{
    db::{
        once, one_of,
        schema::{bid_partners as partners, bids, lots, organisations},
    },
    http::PageOf,
    opportunities::Lot,
    prelude::*,
};

/// A partnership with the supplier that leads the bid.
pub fn load(db: &mut Db, id: Id<Partnership>) -> Result<Guarded<PartnershipWithLead>, Fault> {
    let found = partnership_rows!().filter(partners::id.eq(id)).first(db).optional()?;
    let partnership: Partnership = found.ok_or(No::Hidden)?;
    let of = bids::table.filter(bids::id.eq(partnership.bid));
    let lead = of.select(bids::organisation_id).first(db)?;
    Ok(Guarded::new(PartnershipWithLead { partnership, lead }))
}

/// Partnerships with the lots and the leads of their bids, as partners see them.
macro_rules! in_bids {
    () => {
        partners::table
            .inner_join(bids::table.on(bids::id.eq(partners::bid_id)))
            .inner_join(lots::table.on(lots::id.eq(bids::lot_id)))
            .inner_join(organisations::table.on(organisations::id.eq(bids::organisation_id)))
            .select((
                partners::id,
                lots::id,
                lots::title,
                lots::submissions_close_at,
                organisations::id,
                organisations::name,
                partners::part,
                partners::state,
                partners::invited_at,
                partners::answered_at,
                partners::ended_at,
                partners::named_in.is_not_null(),
            ))
    };
}

/// A partnership, as its partner sees it.
pub fn in_bid(db: &mut Db, id: Id<Partnership>) -> Result<PartnershipInBid, Fault> {
    Ok(in_bids!().filter(partners::id.eq(id)).first(db)?)
}

/// A supplier's partnerships, newest first.
pub fn of_organisation(
    db: &mut Db,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Vec<PartnershipInBid>, Fault> {
    let mut query = in_bids!().filter(partners::organisation_id.eq(of)).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(partners::id.lt(after.to_owned()));
    }
    Ok(query.order(partners::id.desc()).limit(page.fetch()).load(db)?)
}

/// The bid for this lot in which a supplier is a partner.
pub fn accepted_by(
    db: &mut Db,
    lot: Id<Lot>,
    of: Id<Organisation>,
) -> Result<Option<Id<Bid>>, Fault> {
    let theirs = partners::lot_id.eq(lot).and(partners::organisation_id.eq(of));
    let theirs = theirs.and(partners::state.eq(PartnershipState::Accepted));
    Ok(partners::table.filter(theirs).select(partners::bid_id).first(db).optional()?)
}

/// The suppliers that are, or are named as, partners in bids for a lot.
pub fn of_lot(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Id<Organisation>>, Fault> {
    let there = partners::state.eq(PartnershipState::Accepted).or(partners::named_in.is_not_null());
    let of = partners::table.filter(partners::lot_id.eq(lot).and(there));
    Ok(of.select(partners::organisation_id).load(db)?)
}

pub fn insert(tx: &mut Tx<'_>, new: &Partnership, by: Id<User>) -> Result<(), Fault> {
    diesel::insert_into(partners::table)
        .values((
            partners::id.eq(new.id),
            partners::bid_id.eq(new.bid),
            partners::lot_id.eq(new.lot),
            partners::organisation_id.eq(new.organisation),
            partners::part.eq(&new.part),
            partners::state.eq(new.state),
            partners::invited_by.eq(by),
            partners::invited_at.eq(new.invited_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Keeps the partner's answer to an invitation that waits.
pub fn answer(tx: &mut Tx<'_>, said: &Partnership, by: Id<User>) -> Result<(), Fault> {
    let waiting = partners::id.eq(said.id);
    let waiting = waiting.and(partners::state.eq(PartnershipState::Invited));
    let changed = diesel::update(partners::table.filter(waiting))
        .set((
            partners::state.eq(said.state),
            partners::answered_by.eq(by),
            partners::answered_at.eq(said.answered_at),
        ))
        .execute(tx.db())?;
    once(changed)
}

/// Ends a partnership that goes on, over the state that was read.
pub fn end(
    tx: &mut Tx<'_>,
    ended: &Partnership,
    was: PartnershipState,
    by: Id<User>,
) -> Result<(), Fault> {
    let going = partners::id.eq(ended.id).and(partners::state.eq(was.as_str()));
    let changed = diesel::update(partners::table.filter(going))
        .set((
            partners::state.eq(ended.state),
            partners::ended_by.eq(by),
            partners::ended_at.eq(ended.ended_at),
        ))
        .execute(tx.db())?;
    once(changed)
}

/// Notes which submission names these partners under its seal; others are named no more.
pub fn name(
    tx: &mut Tx<'_>,
    bid: Id<Bid>,
    named: &[Id<Partnership>],
    version: i32,
) -> Result<(), Fault> {
    let of = partners::bid_id.eq(bid);
    diesel::update(partners::table.filter(of))
        .set(partners::named_in.eq(None::<i32>))
        .execute(tx.db())?;
    if !named.is_empty() {
        diesel::update(partners::table.filter(of.and(one_of(partners::id, named))))
            .set(partners::named_in.eq(version))
            .execute(tx.db())?;
    }
    Ok(())
}
