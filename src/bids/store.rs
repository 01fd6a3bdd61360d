//! Rows of bids, submissions and keys. Content passes through here under seal alone.

use diesel::prelude::*;

use super::{
    model::{Bid, BidForReader, BidState, LotForBidder, Reader},
    policy::{LotForOpening, LotForReader},
    store_partners,
};
use crate::{
    access::{Actor, Guarded, No, Organisation, Role, User},
    db::{
        Db, Fault, Stale, Tx, one_of,
        schema::{
            bid_submissions as submissions, bids, declarations, opening_approvals,
            organisations as organisations_table, panel_members,
        },
    },
    http::PageOf,
    kernel::{Currency, Id, Instant, Money, Period},
    opportunities::{self, Lot},
    organisations::{self, Card},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = bids)]
struct Row {
    id: Id<Bid>,
    lot_id: Id<Lot>,
    organisation_id: Id<Organisation>,
    state: String,
    state_reason: Option<String>,
    submitted_version: i32,
    price_minor: Option<i64>,
    price_currency: Option<String>,
    created_at: Instant,
    updated_at: Instant,
    version: i64,
}

/// Name and state of a supplier.
type Supplier = (String, String);
const SUPPLIER: (organisations_table::name, organisations_table::state) =
    (organisations_table::name, organisations_table::state);

impl Row {
    fn into_bid(self, (supplier_name, stands): Supplier) -> Result<Bid, Fault> {
        let currency = self.price_currency.as_deref().map(Currency::parse).transpose();
        let currency = currency.map_err(|why| Fault::corrupt(&why))?;
        Ok(Bid {
            id: self.id,
            lot: self.lot_id,
            organisation: self.organisation_id,
            supplier_name,
            supplier_suspended: stands == "suspended",
            state: BidState::parse(&self.state).ok_or_else(|| Fault::corrupt(&self.state))?,
            state_reason: self.state_reason,
            submitted_version: self.submitted_version,
            partners: Vec::new(),
            price: self.price_minor.zip(currency).and_then(|(m, c)| Money::from_minor(m, c)),
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        })
    }
}

fn find(db: &mut Db, id: Id<Bid>) -> Result<Bid, Fault> {
    let row: Option<(Row, Supplier)> = bids::table
        .inner_join(organisations_table::table)
        .filter(bids::id.eq(id))
        .select((Row::as_select(), SUPPLIER))
        .first(db)
        .optional()?;
    let (row, supplier) = row.ok_or(No::Hidden)?;
    let partners = store_partners::of_bids(db, &[id])?;
    Ok(Bid { partners, ..row.into_bid(supplier)? })
}

/// Bids with their partners, in one statement more for all of them.
fn with_partners(db: &mut Db, rows: Vec<(Row, Supplier)>) -> Result<Vec<Bid>, Fault> {
    let mut bids = Vec::with_capacity(rows.len());
    for (row, supplier) in rows {
        bids.push(row.into_bid(supplier)?);
    }
    let ids: Vec<Id<Bid>> = bids.iter().map(|bid| bid.id).collect();
    for one in store_partners::of_bids(db, &ids)? {
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
            let won = won.and(bids::state.eq(BidState::Successful.as_str()));
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
            bids::state.eq(bid.state.as_str()),
            bids::created_by.eq(by),
            bids::created_at.eq(bid.created_at),
            bids::updated_at.eq(bid.updated_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Writes state and count of submissions over the version that was read.
pub fn update(tx: &mut Tx<'_>, bid: &Bid) -> Result<(), Fault> {
    let read = bids::id.eq(bid.id).and(bids::version.eq(bid.version));
    let changed = diesel::update(bids::table.filter(read))
        .set((
            bids::state.eq(bid.state.as_str()),
            bids::state_reason.eq(&bid.state_reason),
            bids::submitted_version.eq(bid.submitted_version),
            bids::price_minor.eq(bid.price.map(Money::minor)),
            bids::price_currency.eq(bid.price.map(|price| price.currency().as_str())),
            bids::updated_at.eq(bid.updated_at),
            bids::version.eq(bids::version + 1),
        ))
        .execute(tx.db())?;
    if changed == 1 { Ok(()) } else { Err(Stale.into()) }
}

/// A draft as it lies under its supplier's key.
pub fn sealed_draft(db: &mut Db, bid: Id<Bid>) -> Result<Option<Vec<u8>>, Fault> {
    Ok(bids::table.filter(bids::id.eq(bid)).select(bids::draft).first(db)?)
}

/// Keeps a draft over the version that was read.
pub fn keep_draft(tx: &mut Tx<'_>, bid: &Bid, sealed: &[u8]) -> Result<(), Fault> {
    let read = bids::id.eq(bid.id).and(bids::version.eq(bid.version));
    let changed = diesel::update(bids::table.filter(read))
        .set((
            bids::draft.eq(sealed),
            bids::updated_at.eq(bid.updated_at),
            bids::version.eq(bids::version + 1),
        ))
        .execute(tx.db())?;
    if changed == 1 { Ok(()) } else { Err(Stale.into()) }
}

/// What was received: written once, never changed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = submissions)]
pub struct Submission {
    pub bid_id: Id<Bid>,
    pub version: i32,
    pub sealed: Vec<u8>,
    pub sealed_sha256: String,
    pub commitment: String,
    pub receipt: String,
    pub submitted_by: Id<User>,
    pub received_at: Instant,
}

pub fn insert_submission(tx: &mut Tx<'_>, submission: &Submission) -> Result<(), Fault> {
    diesel::insert_into(submissions::table).values(submission.clone()).execute(tx.db())?;
    Ok(())
}

pub fn submission(db: &mut Db, bid: Id<Bid>, version: i32) -> Result<Option<Submission>, Fault> {
    Ok(submissions::table
        .filter(submissions::bid_id.eq(bid).and(submissions::version.eq(version)))
        .select(Submission::as_select())
        .first(db)
        .optional()?)
}

/// A lot with the approvals of its opening since `since`, and those who bid.
pub fn load_for_opening(
    db: &mut Db,
    lot: Id<Lot>,
    (since, now): (Instant, Instant),
) -> Result<Guarded<LotForOpening>, Fault> {
    let lot = opportunities::find_lot(db, lot)?.ok_or(No::Hidden)?;
    if lot.state == opportunities::LotState::Draft {
        return Err(No::Hidden.into());
    }
    // Once a lot is open there is nothing left to approve, for whomever.
    let approved_by = match lot.opened_at {
        Some(_) => Vec::new(),
        None => approvals(db, lot.id, since)?.into_iter().map(|(user, _)| user).collect(),
    };
    // Both hold the role at the commit (SAFETY D11): an approval ends with it.
    let openers = organisations::addressees(db, lot.organisation, &[Role::Opener], now)?;
    let approved_by: Vec<Id<User>> = approved_by;
    let approved_by = approved_by
        .into_iter()
        .filter(|user| openers.iter().any(|opener| opener.user == Some(*user)))
        .collect();
    let mut suppliers: Vec<Id<Organisation>> = bids::table
        .filter(bids::lot_id.eq(lot.id).and(bids::state.ne(BidState::Withdrawn.as_str())))
        .select(bids::organisation_id)
        .load(db)?;
    suppliers.extend(store_partners::of_lot(db, lot.id)?);
    Ok(Guarded::new(LotForOpening { lot, approved_by, suppliers }))
}

/// Who has approved the opening of a lot since an instant, and when.
pub fn approvals(
    db: &mut Db,
    lot: Id<Lot>,
    since: Instant,
) -> Result<Vec<(Id<User>, Instant)>, Fault> {
    Ok(opening_approvals::table
        .filter(opening_approvals::lot_id.eq(lot).and(opening_approvals::approved_at.ge(since)))
        .order(opening_approvals::approved_at.desc())
        .select((opening_approvals::user_id, opening_approvals::approved_at))
        .load(db)?)
}

pub fn insert_approval(tx: &mut Tx<'_>, lot: &Lot, by: Id<User>, at: Instant) -> Result<(), Fault> {
    diesel::insert_into(opening_approvals::table)
        .values((
            opening_approvals::id.eq(Id::<Period>::new()),
            opening_approvals::lot_id.eq(lot.id),
            opening_approvals::user_id.eq(by),
            opening_approvals::organisation_id.eq(lot.organisation),
            opening_approvals::approved_at.eq(at),
        ))
        .execute(tx.db())?;
    Ok(())
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

/// The bids of a lot that has been opened; of a sealed one there are none to be had.
pub fn of_lot(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Bid>, Fault> {
    let opened = [
        BidState::Received,
        BidState::IntegrityFailed,
        BidState::Excluded,
        BidState::Successful,
        BidState::Unsuccessful,
    ];
    in_states(db, lot, &opened)
}

/// Ends a bid's competition, over the version that was read.
pub fn settle(
    tx: &mut Tx<'_>,
    bid: &Bid,
    state: BidState,
    (now, reason): (Instant, Option<&str>),
) -> Result<(), Fault> {
    let state_reason = reason.map(str::to_owned);
    update(tx, &Bid { state, state_reason, updated_at: now, ..bid.clone() })
}

/// What a reader is to a lot: seated, declared, in conflict, working for a bidder.
fn reader_of(db: &mut Db, lot: Id<Lot>, actor: &Actor) -> Result<Reader, Fault> {
    let Some(user) = actor.user() else { return Ok(Reader::default()) };
    let mine = panel_members::lot_id.eq(lot).and(panel_members::user_id.eq(user));
    let role: Option<String> =
        panel_members::table.filter(mine).select(panel_members::role).first(db).optional()?;
    let conflicts = conflicts_of(db, lot, user)?;
    let own: Vec<_> = actor.organisations().collect();
    let theirs = bids::lot_id.eq(lot).and(one_of(bids::organisation_id, &own));
    let theirs = bids::table.filter(theirs).filter(bids::state.ne(BidState::Withdrawn.as_str()));
    let theirs: Option<Id<Bid>> = theirs.select(bids::id).first(db).optional()?;
    let is_bidder = theirs.is_some()
        || store_partners::of_lot(db, lot)?.iter().any(|partner| own.contains(partner));
    Ok(Reader {
        seated: role.is_some(),
        declared: conflicts.is_some(),
        conflicts: conflicts.unwrap_or_default(),
        is_bidder,
    })
}

/// With whom somebody has declared a conflict; none when they have not declared.
pub fn conflicts_of(
    db: &mut Db,
    lot: Id<Lot>,
    user: Id<User>,
) -> Result<Option<Vec<Id<Organisation>>>, Fault> {
    let found: Option<String> = declarations::table
        .filter(declarations::lot_id.eq(lot).and(declarations::user_id.eq(user)))
        .select(declarations::conflicts)
        .first(db)
        .optional()?;
    let read = |text: String| serde_json::from_str(&text).map_err(|error| Fault::corrupt(&error));
    found.map(read).transpose()
}

pub fn load_for_reader(
    db: &mut Db,
    id: Id<Bid>,
    actor: &Actor,
) -> Result<Guarded<BidForReader>, Fault> {
    let bid = find(db, id)?;
    let lot = lot_of(db, &bid)?;
    let reader = reader_of(db, lot.id, actor)?;
    Ok(Guarded::new(BidForReader { bid, lot, reader }))
}

pub fn load_lot_for_reader(
    db: &mut Db,
    lot: Id<Lot>,
    actor: &Actor,
) -> Result<Guarded<LotForReader>, Fault> {
    let lot = opportunities::find_lot(db, lot)?.ok_or(No::Hidden)?;
    let reader = reader_of(db, lot.id, actor)?;
    Ok(Guarded::new(LotForReader { lot, reader }))
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

/// People on the panel of a lot, for letters.
pub fn panel_of(db: &mut Db, lot: Id<Lot>) -> Result<Vec<Id<User>>, Fault> {
    Ok(panel_members::table
        .filter(panel_members::lot_id.eq(lot))
        .select(panel_members::user_id)
        .load(db)?)
}
