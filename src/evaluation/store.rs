//! Rows of seats: the caller's seat and conflicts, and the whole panel of a lot.

use diesel::prelude::*;

use super::model::{
    Assessor, BidForAssessor, LotForAssessor, LotForMember, LotToLock, Panel, PanelRole, Seat,
};
use crate::{
    bids::{self, Bid},
    db::{
        Json,
        schema::{declarations, members, organisations, panel_members, score_submissions, users},
    },
    opportunities::{self, Lot},
    prelude::*,
};

/// A seat beside one organisation to which its holder belongs, if any.
#[derive(Queryable)]
struct Row {
    user_id: Id<User>,
    full_name: String,
    role: PanelRole,
    scores: bool,
    appointed_at: Instant,
    conflicts: Option<Json<Vec<Id<Organisation>>>>,
    submitted_at: Option<Instant>,
    organisation_name: Option<String>,
}

impl Row {
    fn into_seat(self) -> Seat {
        Seat {
            user_id: self.user_id,
            full_name: self.full_name,
            organisation_names: self.organisation_name.into_iter().collect(),
            role: self.role,
            scores: self.scores,
            declared: self.conflicts.is_some(),
            submitted: self.submitted_at.is_some(),
            appointed_at: self.appointed_at,
            conflicts: self.conflicts.map(Vec::from).unwrap_or_default(),
        }
    }
}

/// Seats with the declarations, submissions and organisations of their holders, in one statement.
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
            .left_join(members::table.on(members::user_id.eq(panel_members::user_id)))
            .left_join(organisations::table.on(organisations::id.eq(members::organisation_id)))
            .filter(panel_members::lot_id.eq($lot))
            .order((panel_members::user_id, organisations::name))
            .select((
                panel_members::user_id,
                users::full_name,
                panel_members::role,
                panel_members::scores,
                panel_members::appointed_at,
                declarations::conflicts.nullable(),
                score_submissions::submitted_at.nullable(),
                organisations::name.nullable(),
            ))
    };
}

/// One seat for each person, whose rows follow each other.
fn seats_of(rows: Vec<Row>) -> Vec<Seat> {
    let mut seats: Vec<Seat> = Vec::new();
    for row in rows {
        match seats.last_mut().filter(|seat| seat.user_id == row.user_id) {
            Some(seat) => seat.organisation_names.extend(row.organisation_name),
            None => seats.push(row.into_seat()),
        }
    }
    seats
}

/// The panel of a lot.
pub fn panel(db: &mut Db, lot: Id<Lot>) -> Result<Panel, Fault> {
    Ok(Panel { seats: seats_of(seats!(lot).load(db)?) })
}

/// The seat of one person.
pub fn seat(db: &mut Db, lot: Id<Lot>, user: Option<Id<User>>) -> Result<Option<Seat>, Fault> {
    let Some(user) = user else { return Ok(None) };
    let rows = seats!(lot).filter(panel_members::user_id.eq(user)).load(db)?;
    Ok(seats_of(rows).pop())
}

/// The caller's own seat on a panel.
fn seat_in(panel: &Panel, actor: &Actor) -> Option<Seat> {
    panel.seat(actor.user()?).cloned()
}

/// The conflicts that a person has declared, whether seated now or not.
fn declared(
    db: &mut Db,
    lot: Id<Lot>,
    actor: &Actor,
    seat: Option<&Seat>,
) -> Result<Vec<Id<Organisation>>, Fault> {
    let user = match (seat, actor.user()) {
        (Some(seat), _) => return Ok(seat.conflicts.clone()),
        (None, Some(user)) => user,
        (None, None) => return Ok(Vec::new()),
    };
    let own = declarations::lot_id.eq(lot).and(declarations::user_id.eq(user));
    let found: Option<Json<Vec<Id<Organisation>>>> =
        declarations::table.filter(own).select(declarations::conflicts).first(db).optional()?;
    Ok(found.map(Vec::from).unwrap_or_default())
}

/// The organisations to which the caller belongs or with which a conflict was declared.
fn tied(actor: &Actor, declared: &[Id<Organisation>]) -> Vec<Id<Organisation>> {
    actor.organisations().chain(declared.iter().copied()).collect()
}

/// The caller before the bidders of a lot. Bidders are known once the bids are open.
pub fn assessor(db: &mut Db, lot: &Lot, actor: &Actor) -> Result<Assessor, Fault> {
    let seat = seat(db, lot.id, actor.user())?;
    seated(db, lot, actor, seat)
}

fn seated(db: &mut Db, lot: &Lot, actor: &Actor, seat: Option<Seat>) -> Result<Assessor, Fault> {
    let declared = declared(db, lot.id, actor, seat.as_ref())?;
    let bidders = match lot.opened_at {
        Some(_) => bids::bidders_among(db, lot.id, &tied(actor, &declared))?,
        None => Vec::new(),
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

/// The same with the whole panel, in as many statements.
pub fn load_lot_and_panel(
    db: &mut Db,
    id: Id<Lot>,
    actor: &Actor,
) -> Result<(Guarded<LotForMember>, Panel), Fault> {
    let lot = find_lot(db, id)?;
    let panel = panel(db, lot.id)?;
    let seat = seat_in(&panel, actor);
    Ok((Guarded::new(LotForMember { lot, seat }), panel))
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

/// A lot with every seat and every bid, each read once.
pub fn load_lot_to_lock(
    db: &mut Db,
    id: Id<Lot>,
    actor: &Actor,
) -> Result<Guarded<LotToLock>, Fault> {
    let lot = find_lot(db, id)?;
    let panel = panel(db, lot.id)?;
    let bids = bids::of_lot(db, lot.id)?;
    let seat = seat_in(&panel, actor);
    let declared = declared(db, lot.id, actor, seat.as_ref())?;
    let tied = tied(actor, &declared);
    let bidders = bids.iter().flat_map(Bid::suppliers).filter(|bidder| tied.contains(bidder));
    let assessor = Assessor { bidders: bidders.collect(), seat, declared };
    Ok(Guarded::new(LotToLock { lot, assessor, panel, bids }))
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

/// The same with the whole panel, in as many statements.
pub fn load_bid_and_panel(
    db: &mut Db,
    id: Id<Bid>,
    actor: &Actor,
) -> Result<(Guarded<BidForAssessor>, Panel), Fault> {
    let bid = bids::load_bid(db, id)?;
    let lot = find_lot(db, bid.lot)?;
    let panel = panel(db, lot.id)?;
    let assessor = seated(db, &lot, actor, seat_in(&panel, actor))?;
    Ok((Guarded::new(BidForAssessor { bid, lot, assessor }), panel))
}

/// Whether every marking member has submitted. Bids are read only where a member who has not might
/// be barred from all of them.
pub fn all_submitted(db: &mut Db, lot: Id<Lot>, panel: &Panel) -> Result<bool, Fault> {
    let mut waiting = panel.marking().filter(|seat| !seat.submitted).peekable();
    let bids = if waiting.peek().is_some() && waiting.all(|seat| seat.declared) {
        bids::of_lot(db, lot)?
    } else {
        Vec::new()
    };
    Ok(panel.all_submitted(&bids))
}
