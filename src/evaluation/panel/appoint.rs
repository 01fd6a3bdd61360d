//! `POST` and `GET /v1/lots/{id}/panel`, `DELETE /v1/lots/{id}/panel/{user_id}`.

use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    super::{
        mails,
        model::{CannotEvaluate, Panel, PanelRole, Seat},
        store as seats,
    },
    policy::{Appoint, ReadPanel},
    store,
};
use crate::{
    accounts, bids, db,
    opportunities::{Lot, LotState},
    outbox,
    prelude::*,
};

/// The panel of a lot.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Panel, Fault> {
    let (found, panel) = seats::load_lot_and_panel(db, lot, actor)?;
    found.open::<ReadPanel>(actor)?;
    Ok(panel)
}

/// The person to appoint.
#[derive(Debug, Clone, Copy, Deserr, ToSchema)]
#[schema(as = NewSeat)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct Appointment {
    /// The id of a person with an active account.
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub user_id: Id<User>,
    /// The role on the panel.
    #[schema(example = "evaluator")]
    pub role: PanelRole,
    /// Whether the chair marks too (default); an observer never marks.
    #[deserr(default)]
    pub scores: Option<bool>,
}

/// Refuses a change of the panel before publication and once the consensus is locked.
fn ensure_open(lot: &Lot) -> Result<(), CannotEvaluate> {
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
) -> Result<Recorded<Seat>, Fault> {
    let (may, on) = seats::load_lot(tx.db(), lot)?.open::<Appoint>(&call.actor)?;
    call.saw(on.version)?;
    on.runs_here()?;
    ensure_open(&on)?;
    ensure_another_person(call, asked.user_id)?;
    let person = accounts::person(tx.db(), asked.user_id)?.filter(|person| person.active);
    let Some(person) = person else {
        let mut faults = Faults::new();
        faults.add("/user_id", "unknown-id", "must be a user with an active account");
        return Err(faults.into());
    };
    let panel = seats::panel(tx.db(), lot)?;
    if panel.seat(asked.user_id).is_some() {
        return Err(CannotEvaluate::Seated.into());
    }
    if asked.role == PanelRole::Chair && panel.chair().is_some() {
        return Err(CannotEvaluate::HasChair.into());
    }
    let scores = marks(tx.db(), lot, &panel, asked)?;
    let appointed = db::actor_of(tx.db(), asked.user_id, call.at)?;
    let places: Vec<Id<Organisation>> = appointed.organisations().collect();
    if !bids::bidders_among(tx.db(), lot, &places)?.is_empty() {
        return Err(CannotEvaluate::Bidder.into());
    }
    let seat = Seat {
        user_id: asked.user_id,
        full_name: person.full_name,
        organisation_names: store::organisations_of(tx.db(), asked.user_id)?,
        role: asked.role,
        scores,
        declared: false,
        submitted: false,
        appointed_at: call.at,
        conflicts: Vec::new(),
    };
    store::insert(tx, lot, &seat, call.person()?)?;
    let to = accounts::addressee(tx.db(), asked.user_id)?;
    let letter = mails::appointed(&on, &seat);
    outbox::send(tx, call, &to, &letter)?;
    let event = Event::of("panel.appointed", "lot", &lot)
        .fact("user", asked.user_id.to_string())
        .fact("role", asked.role.as_str())
        .fact("scores", seat.scores);
    audit::record(tx, call, &may, event, seat)
}

/// Takes a member off a panel who has not submitted marks, or has a conflict. The marks of that
/// member stay on record and count no more.
pub fn dismiss(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    user: Id<User>,
) -> Result<Recorded<()>, Fault> {
    let (may, on) = seats::load_lot(tx.db(), lot)?.open::<Appoint>(&call.actor)?;
    call.saw(on.version)?;
    ensure_open(&on)?;
    ensure_another_person(call, user)?;
    let stays = |seat: Seat| seat.submitted && seat.declared && seat.conflicts.is_empty();
    if seats::seat(tx.db(), lot, Some(user))?.is_some_and(stays) {
        return Err(CannotEvaluate::HasMarked.into());
    }
    store::delete(tx, lot, user)?;
    let event = Event::of("panel.dismissed", "lot", &lot).fact("user", user.to_string());
    audit::record(tx, call, &may, event, ())
}

/// A member of the buyer neither appoints nor dismisses themselves: that would be a way around
/// what bars them.
fn ensure_another_person(call: &Call, user: Id<User>) -> Result<(), No> {
    if call.actor.user() == Some(user) {
        Err(No::SamePerson("another person appoints you, or takes you off the panel"))
    } else {
        Ok(())
    }
}

/// Whether a new seat marks. Once a member has submitted, marks may have been seen: no new member
/// begins to mark then, and a new chair chairs without marking.
fn marks(db: &mut Db, lot: Id<Lot>, panel: &Panel, asked: Appointment) -> Result<bool, Fault> {
    let began = panel.seats.iter().any(|seat| seat.submitted)
        || store::has_submitted(db, lot, asked.user_id)?;
    let usual = asked.role != PanelRole::Chair || !began;
    let scores = asked.role != PanelRole::Observer && asked.scores.unwrap_or(usual);
    if scores && began { Err(CannotEvaluate::MarkingBegan.into()) } else { Ok(scores) }
}
