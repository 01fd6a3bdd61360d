//! Rows of seats: the caller's seat and conflicts, and the whole panel of a lot.

use diesel::prelude::*;

use super::model::{
    Assessor, BidForAssessor, LotForAssessor, LotForMember, Panel, PanelRole, Seat,
};
use crate::{
    bids::{self, Bid},
    db::{
        Json,
        schema::{declarations, panel_members, score_submissions, users},
    },
    opportunities::{self, Lot},
    prelude::*,
};

#[derive(Queryable)]
struct Row {
    user: Id<User>,
    full_name: String,
    role: PanelRole,
    scores: bool,
    appointed_at: Instant,
    conflicts: Option<Json<Vec<Id<Organisation>>>>,
    submitted_at: Option<Instant>,
}

impl Row {
    fn into_seat(self) -> Seat {
        Seat {
            user: self.user,
            full_name: self.full_name,
            role: self.role,
            scores: self.scores,
            appointed_at: self.appointed_at,
            conflicts: self.conflicts.map(Vec::from),
            submitted: self.submitted_at.is_some(),
        }
    }
}

/// Seats with what their holders have declared and submitted.
macro_rules! seats {
    ($lot:expr) => {
        panel_members::table
            .inner_join(users::table.on(users::id.eq(panel_members::user_id)))
            .left_join(
                declarations::table.on(declarations::lot_id
                    .eq(panel_members::lot_id)
                    .and(declarations::user_id.eq(panel_members::user_id))),
            )
            .left_join(
                score_submissions::table.on(score_submissions::lot_id
                    .eq(panel_members::lot_id)
                    .and(score_submissions::user_id.eq(panel_members::user_id))),
            )
            .filter(panel_members::lot_id.eq($lot))
            .select((
                panel_members::user_id,
                users::full_name,
                panel_members::role,
                panel_members::scores,
                panel_members::appointed_at,
                declarations::conflicts.nullable(),
                score_submissions::submitted_at.nullable(),
            ))
    };
}

/// The panel of a lot, in one statement.
pub fn panel(db: &mut Db, lot: Id<Lot>) -> Result<Panel, Fault> {
    let rows: Vec<Row> = seats!(lot).order(panel_members::user_id).load(db)?;
    Ok(Panel { seats: rows.into_iter().map(Row::into_seat).collect() })
}

/// The seat of one person.
pub fn seat(db: &mut Db, lot: Id<Lot>, user: Option<Id<User>>) -> Result<Option<Seat>, Fault> {
    let Some(user) = user else { return Ok(None) };
    let row: Option<Row> =
        seats!(lot).filter(panel_members::user_id.eq(user)).first(db).optional()?;
    Ok(row.map(Row::into_seat))
}

/// The conflicts that a person has declared, seated now or not.
fn conflicts(db: &mut Db, lot: Id<Lot>, user: Id<User>) -> Result<Vec<Id<Organisation>>, Fault> {
    let own = declarations::lot_id.eq(lot).and(declarations::user_id.eq(user));
    let found: Option<Json<Vec<Id<Organisation>>>> =
        declarations::table.filter(own).select(declarations::conflicts).first(db).optional()?;
    Ok(found.map(Vec::from).unwrap_or_default())
}

/// The caller before the bidders of a lot. Bidders are known once the bids are open.
pub fn assessor(db: &mut Db, lot: &Lot, actor: &Actor) -> Result<Assessor, Fault> {
    let seat = seat(db, lot.id, actor.user())?;
    let declared = match (seat.as_ref().and_then(|seat| seat.conflicts.clone()), actor.user()) {
        (Some(declared), _) => declared,
        (None, Some(user)) if seat.is_none() => conflicts(db, lot.id, user)?,
        (None, _) => Vec::new(),
    };
    let bidders = if lot.opened_at.is_some() {
        let tied: Vec<Id<Organisation>> =
            actor.organisations().chain(declared.iter().copied()).collect();
        bids::bidders_among(db, lot.id, &tied)?
    } else {
        Vec::new()
    };
    Ok(Assessor { seat, declared, bidders })
}

fn find_lot(db: &mut Db, id: Id<Lot>) -> Result<Lot, Fault> {
    opportunities::find_lot(db, id)?.ok_or_else(|| No::Hidden.into())
}

pub fn load_lot(db: &mut Db, id: Id<Lot>) -> Result<Guarded<Lot>, Fault> {
    find_lot(db, id).map(Guarded::new)
}

pub fn load_lot_for_member(
    db: &mut Db,
    id: Id<Lot>,
    actor: &Actor,
) -> Result<Guarded<LotForMember>, Fault> {
    let lot = find_lot(db, id)?;
    let seat = seat(db, lot.id, actor.user())?;
    Ok(Guarded::new(LotForMember { lot, seat }))
}

pub fn load_lot_for_assessor(
    db: &mut Db,
    id: Id<Lot>,
    actor: &Actor,
) -> Result<Guarded<LotForAssessor>, Fault> {
    let lot = find_lot(db, id)?;
    let assessor = assessor(db, &lot, actor)?;
    Ok(Guarded::new(LotForAssessor { lot, assessor }))
}

/// A bid for the panel: the caller's seat and conflicts, and no other bid of the lot.
pub fn load_bid_for_assessor(
    db: &mut Db,
    id: Id<Bid>,
    actor: &Actor,
) -> Result<Guarded<BidForAssessor>, Fault> {
    let bid = bids::load_bid(db, id)?;
    let lot = find_lot(db, bid.lot)?;
    let assessor = assessor(db, &lot, actor)?;
    Ok(Guarded::new(BidForAssessor { bid, lot, assessor }))
}

/// Whether every marking member has submitted. Bids are read only where a member who has not might
/// be barred from all of them.
pub fn all_submitted(db: &mut Db, lot: Id<Lot>, panel: &Panel) -> Result<bool, Fault> {
    let mut waiting = panel.marking().filter(|seat| !seat.submitted).peekable();
    let bids = if waiting.peek().is_some() && waiting.all(Seat::has_declared) {
        bids::of_lot(db, lot)?
    } else {
        Vec::new()
    };
    Ok(panel.all_submitted(&bids))
}
