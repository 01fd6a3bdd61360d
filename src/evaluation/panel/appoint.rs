//! `POST /v1/lots/{id}/panel`.

use super::{
    super::{
        model::{CannotEvaluate, Panel, PanelRole, Seat},
        store as seats,
    },
    mails,
    policy::Appoint,
    store,
};
use crate::{
    accounts, bids, db,
    opportunities::{Lot, LotState},
    outbox,
    prelude::*,
};

/// The person to appoint, and as what.
#[derive(Debug, Clone, Copy)]
pub struct Appointment {
    pub user: Id<User>,
    pub role: PanelRole,
    /// The chair marks too unless appointed not to; an observer never marks.
    pub scores: Option<bool>,
}

/// A new seat with the lot that it is for.
#[derive(Debug, Clone)]
pub struct Appointed {
    pub lot: Id<Lot>,
    pub seat: Seat,
}

/// Refuses a change of the panel before publication and once the consensus is locked.
pub fn ensure_open(lot: &Lot) -> Result<(), CannotEvaluate> {
    let open = match lot.state {
        LotState::Published | LotState::Opened => true,
        LotState::InEvaluation => lot.consensus_locked_at.is_none(),
        LotState::Draft
        | LotState::Decided
        | LotState::Standstill
        | LotState::Awarded
        | LotState::NoBids
        | LotState::NoAward
        | LotState::Cancelled => false,
    };
    if open { Ok(()) } else { Err(CannotEvaluate::NoPanelNow(lot.state)) }
}

pub fn appoint(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    asked: Appointment,
) -> Result<Recorded<Appointed>, Fault> {
    let (may, on) = seats::load_lot(tx.db(), lot)?.open::<Appoint>(&call.actor)?;
    call.saw(on.version)?;
    on.runs_here()?;
    ensure_open(&on)?;
    ensure_another_person(call, asked.user)?;
    let person = accounts::person(tx.db(), asked.user)?.filter(|person| person.active);
    let Some(person) = person else {
        let mut faults = Faults::new();
        faults.add("/user_id", "unknown-id", "must be a user with an active account");
        return Err(faults.into());
    };
    let panel = seats::panel(tx.db(), lot)?;
    if panel.seat(asked.user).is_some() {
        return Err(CannotEvaluate::Seated.into());
    }
    if asked.role == PanelRole::Chair && panel.chair().is_some() {
        return Err(CannotEvaluate::HasChair.into());
    }
    let scores = marks(tx.db(), lot, &panel, asked)?;
    let appointed = db::actor_of(tx.db(), asked.user, call.at)?;
    let places: Vec<Id<Organisation>> = appointed.organisations().collect();
    if !bids::bidders_among(tx.db(), lot, &places)?.is_empty() {
        return Err(CannotEvaluate::Bidder.into());
    }
    let seat = Seat {
        user: asked.user,
        full_name: person.full_name,
        role: asked.role,
        scores,
        appointed_at: call.at,
        conflicts: None,
        submitted: false,
    };
    store::insert(tx, lot, &seat, call.actor.user().ok_or(No::Hidden)?)?;
    let to = accounts::addressee(tx.db(), asked.user)?;
    let letter = mails::appointed(&on, &seat);
    outbox::send(tx, call, &to, &letter)?;
    let event = Event::of("panel.appointed", "lot", &lot)
        .fact("user", asked.user.to_string())
        .fact("role", asked.role.as_str())
        .fact("scores", seat.scores);
    audit::record(tx, call, &may, event, Appointed { lot, seat })
}

/// Nobody seats or unseats themselves: that would be a way around what bars them.
pub fn ensure_another_person(call: &Call, user: Id<User>) -> Result<(), No> {
    if call.actor.user() == Some(user) {
        Err(No::SamePerson("another person appoints you, or takes you off the panel"))
    } else {
        Ok(())
    }
}

/// Whether a new seat marks. Once a member has submitted, marks may have been seen: no new member
/// begins to mark then, and a new chair chairs without marking.
fn marks(db: &mut Db, lot: Id<Lot>, panel: &Panel, asked: Appointment) -> Result<bool, Fault> {
    let began =
        panel.seats.iter().any(|seat| seat.submitted) || store::has_submitted(db, lot, asked.user)?;
    let usual = asked.role != PanelRole::Chair || !began;
    let scores = asked.role != PanelRole::Observer && asked.scores.unwrap_or(usual);
    if scores && began { Err(CannotEvaluate::MarkingBegan.into()) } else { Ok(scores) }
}
