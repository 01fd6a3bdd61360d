//! Rows of bids with their partnerships. No content passes through here.

use diesel::prelude::*;

use super::model::{Bid, BidState, LotForBidder, Partnership, PartnershipState};
use crate::{
    db::{
        once, one_of,
        schema::{bid_partners as partners, bids, organisations as organisations_table},
    },
    http::PageOf,
    kernel::Currency,
    opportunities::{self, Lot},
    organisations::{self, Card},
    prelude::*,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = bids)]
struct Row {
    id: Id<Bid>,
    lot_id: Id<Lot>,
    organisation_id: Id<Organisation>,
    state: BidState,
    state_reason: Option<String>,
    submitted_version: i32,
    price_minor: Option<i64>,
    price_currency: Option<Currency>,
    created_at: Instant,
    updated_at: Instant,
    version: i64,
}

/// Name and state of a supplier.
#[derive(Queryable)]
struct Supplier {
    name: String,
    state: String,
}

const SUPPLIER: (organisations_table::name, organisations_table::state) =
    (organisations_table::name, organisations_table::state);

impl Row {
    fn into_bid(self, supplier: Supplier) -> Bid {
        let price = self.price_minor.zip(self.price_currency);
        Bid {
            id: self.id,
            lot: self.lot_id,
            organisation: self.organisation_id,
            supplier_name: supplier.name,
            supplier_suspended: supplier.state == "suspended",
            state: self.state,
            state_reason: self.state_reason,
            submitted_version: self.submitted_version,
            partners: Vec::new(),
            price: price.and_then(|(minor, currency)| Money::from_minor(minor, currency)),
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        }
    }
}

/// Partnerships with the names of their partners.
macro_rules! partnership_rows {
    () => {{
        use crate::db::schema::{bid_partners, organisations};
        bid_partners::table
            .inner_join(
                organisations::table.on(organisations::id.eq(bid_partners::organisation_id)),
            )
            .select((
                bid_partners::id,
                bid_partners::bid_id,
                bid_partners::lot_id,
                bid_partners::organisation_id,
                organisations::name,
                bid_partners::part,
                bid_partners::state,
                bid_partners::invited_at,
                bid_partners::answered_at,
                bid_partners::ended_at,
                bid_partners::named_in,
            ))
    }};
}
pub(super) use partnership_rows;

/// The partnerships of these bids, in the order of their invitations.
fn partnerships(db: &mut Db, of: &[Id<Bid>]) -> Result<Vec<Partnership>, Fault> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    Ok(partnership_rows!().filter(one_of(partners::bid_id, of)).order(partners::id).load(db)?)
}

fn find(db: &mut Db, id: Id<Bid>) -> Result<Bid, Fault> {
    let row: Option<(Row, Supplier)> = bids::table
        .inner_join(organisations_table::table)
        .filter(bids::id.eq(id))
        .select((Row::as_select(), SUPPLIER))
        .first(db)
        .optional()?;
    let (row, supplier) = row.ok_or(No::Hidden)?;
    let partners = partnerships(db, &[id])?;
    Ok(Bid { partners, ..row.into_bid(supplier) })
}

/// Bids with their partners, in one statement more for all of them.
fn with_partners(db: &mut Db, rows: Vec<(Row, Supplier)>) -> Result<Vec<Bid>, Fault> {
    let mut bids = Vec::with_capacity(rows.len());
    for (row, supplier) in rows {
        bids.push(row.into_bid(supplier));
    }
    let ids: Vec<Id<Bid>> = bids.iter().map(|bid| bid.id).collect();
    for one in partnerships(db, &ids)? {
        if let Some(bid) = bids.iter_mut().find(|bid| bid.id == one.bid) {
            bid.partners.push(one);
        }
    }
    Ok(bids)
}

pub fn load(db: &mut Db, id: Id<Bid>) -> Result<Guarded<Bid>, Fault> {
    Ok(Guarded::new(find(db, id)?))
}

/// A bid for rooms above, which ask rules of their own.
pub fn load_bid(db: &mut Db, id: Id<Bid>) -> Result<Bid, Fault> {
    find(db, id)
}

/// The lot of a bid that its supplier has been let to.
pub fn lot_of(db: &mut Db, bid: &Bid) -> Result<Lot, Fault> {
    opportunities::find_lot(db, bid.lot)?.ok_or_else(|| No::Hidden.into())
}

/// A lot as this organisation finds it when it wants to bid.
pub fn load_for_bidder(
    db: &mut Db,
    lot: Id<Lot>,
    organisation: Id<Organisation>,
) -> Result<Guarded<LotForBidder>, Fault> {
    let lot = opportunities::find_lot(db, lot)?.ok_or(No::Hidden)?;
    let card = organisations::card(db, organisation)?;
    let came_through = match lot.follows {
        None => true,
        Some(stage) => {
            let won = bids::lot_id.eq(stage).and(bids::organisation_id.eq(organisation));
            let won = won.and(bids::state.eq(BidState::Successful));
            let found: Option<Id<Bid>> =
                bids::table.filter(won).select(bids::id).first(db).optional()?;
            let stage = opportunities::find_lot(db, stage)?;
            found.is_some() && stage.is_some_and(|stage| stage.state.has_winner())
        }
    };
    let (kind, suspended) = (card.kind, card.suspended);
    Ok(Guarded::new(LotForBidder { lot, organisation, kind, suspended, came_through }))
}

/// The bid of one supplier for one lot.
pub fn of_supplier(
    db: &mut Db,
    lot: Id<Lot>,
    supplier: Id<Organisation>,
) -> Result<Option<Bid>, Fault> {
    let found: Option<Id<Bid>> = bids::table
        .filter(bids::lot_id.eq(lot).and(bids::organisation_id.eq(supplier)))
        .select(bids::id)
        .first(db)
        .optional()?;
    found.map(|id| find(db, id)).transpose()
}

pub fn insert(tx: &mut Tx<'_>, bid: &Bid, by: Id<User>) -> Result<(), Fault> {
    diesel::insert_into(bids::table)
        .values((
            bids::id.eq(bid.id),
            bids::lot_id.eq(bid.lot),
            bids::organisation_id.eq(bid.organisation),
            bids::state.eq(bid.state),
            bids::created_by.eq(by),
            bids::created_at.eq(bid.created_at),
            bids::updated_at.eq(bid.updated_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Writes state and count of submissions over the version that was read; the bid as it is now.
pub fn update(tx: &mut Tx<'_>, bid: Bid) -> Result<Bid, Fault> {
    let read = bids::id.eq(bid.id).and(bids::version.eq(bid.version));
    let changed = diesel::update(bids::table.filter(read))
        .set((
            bids::state.eq(bid.state),
            bids::state_reason.eq(&bid.state_reason),
            bids::submitted_version.eq(bid.submitted_version),
            bids::price_minor.eq(bid.price.map(Money::minor)),
            bids::price_currency.eq(bid.price.map(Money::currency)),
            bids::updated_at.eq(bid.updated_at),
            bids::version.eq(bids::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)?;
    Ok(Bid { version: bid.version + 1, ..bid })
}

fn in_states(db: &mut Db, lot: Id<Lot>, states: &[BidState]) -> Result<Vec<Bid>, Fault> {
    let words: Vec<&str> = states.iter().map(|state| state.as_str()).collect();
    let rows: Vec<(Row, Supplier)> = bids::table
        .inner_join(organisations_table::table)
        .filter(bids::lot_id.eq(lot).and(bids::state.eq_any(words)))
        .order(bids::id)
        .select((Row::as_select(), SUPPLIER))
        .load(db)?;
    with_partners(db, rows)
}

/// The bids that an opening finds.
pub fn submitted(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Bid>, Fault> {
    in_states(db, lot, &[BidState::Submitted])
}

/// The states of bids that were opened.
const OPENED: [BidState; 5] = [
    BidState::Received,
    BidState::IntegrityFailed,
    BidState::Excluded,
    BidState::Successful,
    BidState::Unsuccessful,
];

/// The bids of a lot that has been opened; of a sealed one there are none to be had.
pub fn of_lot(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Bid>, Fault> {
    in_states(db, lot, &OPENED)
}

/// Those of these organisations that bid for a lot, as leads or as partners, in a bid that was
/// opened. One statement, however many bids there are.
pub fn bidders_among(
    db: &mut Db,
    lot: Id<Lot>,
    of: &[Id<Organisation>],
) -> Result<Vec<Id<Organisation>>, Fault> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let there = partners::state.eq(PartnershipState::Accepted).or(partners::named_in.is_not_null());
    let rows: Vec<(Id<Organisation>, Option<Id<Organisation>>)> = bids::table
        .left_join(partners::table.on(partners::bid_id.eq(bids::id).and(there)))
        .filter(bids::lot_id.eq(lot).and(bids::state.eq_any(OPENED.map(BidState::as_str))))
        .filter(one_of(bids::organisation_id, of).or(one_of(partners::organisation_id, of)))
        .select((bids::organisation_id, partners::organisation_id.nullable()))
        .load(db)?;
    let all = rows.into_iter().flat_map(|(lead, partner)| [Some(lead), partner]).flatten();
    Ok(all.filter(|bidder| of.contains(bidder)).collect())
}

/// Ends a bid's competition, over the version that was read.
pub fn settle(tx: &mut Tx<'_>, bid: &Bid, state: BidState, now: Instant) -> Result<Bid, Fault> {
    update(tx, Bid { state, state_reason: None, updated_at: now, ..bid.clone() })
}

pub fn load_supplier(db: &mut Db, id: Id<Organisation>) -> Result<Guarded<Card>, Fault> {
    Ok(Guarded::new(organisations::card(db, id)?))
}

/// A supplier's own bids, newest first.
pub fn of_organisation(
    db: &mut Db,
    supplier: Id<Organisation>,
    page: &PageOf,
) -> Result<Vec<Bid>, Fault> {
    let mut query = bids::table
        .inner_join(organisations_table::table)
        .filter(bids::organisation_id.eq(supplier))
        .select((Row::as_select(), SUPPLIER))
        .into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(bids::id.lt(after.to_owned()));
    }
    let rows: Vec<(Row, Supplier)> = query.order(bids::id.desc()).limit(page.fetch()).load(db)?;
    with_partners(db, rows)
}

/// The same answer as for an id that names nothing; the log keeps the attempt (SAFETY A1).
pub fn hidden(db: &mut Db, id: Id<Bid>) -> Fault {
    match load_bid(db, id) {
        Ok(bid) => {
            Fault::noteworthy(Problem::from(No::Hidden), "bid.sealed_read_refused", &bid.lot)
        }
        Err(fault) => fault,
    }
}
