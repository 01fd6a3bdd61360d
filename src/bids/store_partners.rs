//! Rows of partners in bids.

use diesel::prelude::*;

use super::{
    model::Bid,
    partners::{Partnership, PartnershipState},
};
use crate::{
    access::{Guarded, No, Organisation, User},
    db::{
        Db, Fault, Stale, Tx, one_of,
        schema::{bid_partners as partners, bids, lots, organisations},
    },
    http::PageOf,
    kernel::{Id, Instant},
    opportunities::Lot,
};

type Asked = (Id<Partnership>, Id<Bid>, Id<Lot>, String, String, Option<i32>);
type Times = (Instant, Option<Instant>, Option<Instant>);
type Row = (Asked, Times, (Id<Organisation>, String));

fn partnership((asked, times, of): Row) -> Result<Partnership, Fault> {
    let (id, bid, lot, part, state, named_in) = asked;
    let (invited_at, answered_at, ended_at) = times;
    let (organisation, organisation_name) = of;
    let state = PartnershipState::parse(&state).ok_or_else(|| Fault::corrupt(&state))?;
    Ok(Partnership {
        id,
        bid,
        lot,
        organisation,
        organisation_name,
        part,
        state,
        invited_at,
        answered_at,
        ended_at,
        named_in,
    })
}

/// Partnerships with the name of the partner.
macro_rules! rows {
    () => {
        partners::table
            .inner_join(organisations::table.on(organisations::id.eq(partners::organisation_id)))
            .select((
                (
                    partners::id,
                    partners::bid_id,
                    partners::lot_id,
                    partners::part,
                    partners::state,
                    partners::named_in,
                ),
                (partners::invited_at, partners::answered_at, partners::ended_at),
                (organisations::id, organisations::name),
            ))
    };
}

/// A partnership with the supplier that leads the bid.
pub fn load(db: &mut Db, id: Id<Partnership>) -> Result<Guarded<Between>, Fault> {
    let row: Option<Row> = rows!().filter(partners::id.eq(id)).first(db).optional()?;
    let partnership = partnership(row.ok_or(No::Hidden)?)?;
    let of = bids::table.filter(bids::id.eq(partnership.bid));
    let lead = of.select(bids::organisation_id).first(db)?;
    Ok(Guarded::new(Between { partnership, lead }))
}

/// A partnership and both of its sides.
#[derive(Debug, Clone)]
pub struct Between {
    pub partnership: Partnership,
    pub lead: Id<Organisation>,
}

/// All who were ever asked to be partners in these bids, in the order of asking.
pub fn of_bids(db: &mut Db, of: &[Id<Bid>]) -> Result<Vec<Partnership>, Fault> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let found = rows!().filter(one_of(partners::bid_id, of)).order(partners::id);
    let found: Vec<Row> = found.load(db)?;
    found.into_iter().map(partnership).collect()
}

/// A supplier's partnerships, newest first, each with what it is about.
pub fn of_organisation(
    db: &mut Db,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Vec<(Partnership, About)>, Fault> {
    let mut query = rows!().filter(partners::organisation_id.eq(of)).into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(partners::id.lt(after.to_owned()));
    }
    let found: Vec<Row> = query.order(partners::id.desc()).limit(page.fetch()).load(db)?;
    let found: Vec<Partnership> = found.into_iter().map(partnership).collect::<Result<_, _>>()?;
    let of: Vec<Id<Bid>> = found.iter().map(|one| one.bid).collect();
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let about = abouts(db, &of)?;
    let both = found.into_iter().filter_map(|one| {
        let about = about.iter().find(|about| about.bid == one.bid)?.clone();
        Some((one, about))
    });
    Ok(both.collect())
}

/// What one partner is told.
pub fn about(db: &mut Db, bid: Id<Bid>) -> Result<About, Fault> {
    Ok(abouts(db, &[bid])?.pop().ok_or(No::Hidden)?)
}

fn abouts(db: &mut Db, of: &[Id<Bid>]) -> Result<Vec<About>, Fault> {
    Ok(bids::table
        .inner_join(organisations::table)
        .inner_join(lots::table)
        .filter(one_of(bids::id, of))
        .select((
            bids::id,
            bids::organisation_id,
            organisations::name,
            lots::title,
            lots::submissions_close_at,
        ))
        .load(db)?)
}

/// What a partner is told of a bid that is not its own.
#[derive(Debug, Clone, Queryable)]
pub struct About {
    pub bid: Id<Bid>,
    pub lead: Id<Organisation>,
    pub lead_name: String,
    pub lot_title: String,
    pub submissions_close_at: Option<Instant>,
}

/// The bid for this lot in which a supplier is a partner.
pub fn accepted_by(
    db: &mut Db,
    lot: Id<Lot>,
    of: Id<Organisation>,
) -> Result<Option<Id<Bid>>, Fault> {
    let theirs = partners::lot_id.eq(lot).and(partners::organisation_id.eq(of));
    let theirs = theirs.and(partners::state.eq(PartnershipState::Accepted.as_str()));
    Ok(partners::table.filter(theirs).select(partners::bid_id).first(db).optional()?)
}

/// The suppliers that are, or are named as, partners in bids for a lot.
pub fn of_lot(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Id<Organisation>>, Fault> {
    let there = partners::state
        .eq(PartnershipState::Accepted.as_str())
        .or(partners::named_in.is_not_null());
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
            partners::state.eq(new.state.as_str()),
            partners::invited_by.eq(by),
            partners::invited_at.eq(new.invited_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Keeps what the partner said to an invitation that waits.
pub fn answer(tx: &mut Tx<'_>, said: &Partnership, by: Id<User>) -> Result<(), Fault> {
    let waiting = partners::id.eq(said.id);
    let waiting = waiting.and(partners::state.eq(PartnershipState::Invited.as_str()));
    let changed = diesel::update(partners::table.filter(waiting))
        .set((
            partners::state.eq(said.state.as_str()),
            partners::answered_by.eq(by),
            partners::answered_at.eq(said.answered_at),
        ))
        .execute(tx.db())?;
    if changed == 1 { Ok(()) } else { Err(Stale.into()) }
}

/// Ends a partnership that goes on, over the state that was read.
pub fn end(
    tx: &mut Tx<'_>,
    ended: &Partnership,
    (was, by): (PartnershipState, Id<User>),
) -> Result<(), Fault> {
    let going = partners::id.eq(ended.id).and(partners::state.eq(was.as_str()));
    let changed = diesel::update(partners::table.filter(going))
        .set((
            partners::state.eq(ended.state.as_str()),
            partners::ended_by.eq(by),
            partners::ended_at.eq(ended.ended_at),
        ))
        .execute(tx.db())?;
    if changed == 1 { Ok(()) } else { Err(Stale.into()) }
}

/// Notes which submission names these partners under its seal; others are named no more.
pub fn name(
    tx: &mut Tx<'_>,
    bid: Id<Bid>,
    (named, version): (&[Id<Partnership>], i32),
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
