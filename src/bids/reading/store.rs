//! Rows that say how a reader stands to a lot and its bidders.

use diesel::prelude::*;

use super::{
    super::{
        model::{Bid, BidState},
        partners, store,
    },
    model::{BidForReader, LotForReader, Reader},
};
use crate::{
    db::{
        Json, one_of,
        schema::{bids, declarations, panel_members},
    },
    opportunities::{self, Lot},
    prelude::*,
};

pub fn load_for_reader(
    db: &mut Db,
    id: Id<Bid>,
    actor: &Actor,
) -> Result<Guarded<BidForReader>, Fault> {
    let bid = store::load_bid(db, id)?;
    let lot = store::lot_of(db, &bid)?;
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

/// How a reader stands to a lot: seated, declared, in conflict, working for a bidder.
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
    let is_bidder =
        theirs.is_some() || partners::of_lot(db, lot)?.iter().any(|partner| own.contains(partner));
    Ok(Reader {
        seated: role.is_some(),
        declared: conflicts.is_some(),
        conflicts: conflicts.unwrap_or_default(),
        is_bidder,
    })
}

/// The organisations with which a person has declared a conflict; none without a declaration.
fn conflicts_of(
    db: &mut Db,
    lot: Id<Lot>,
    user: Id<User>,
) -> Result<Option<Vec<Id<Organisation>>>, Fault> {
    let found: Option<Json<Vec<Id<Organisation>>>> = declarations::table
        .filter(declarations::lot_id.eq(lot).and(declarations::user_id.eq(user)))
        .select(declarations::conflicts)
        .first(db)
        .optional()?;
    Ok(found.map(Vec::from))
}
