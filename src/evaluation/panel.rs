//! `POST /v1/lots/{id}/panel` and `DELETE /v1/lots/{id}/panel/{user_id}`.

use super::{
    mails,
    model::{CannotEvaluate, LotUnderEvaluation, PanelRole, Seat},
    policy::Appoint,
    store,
};
use crate::{
    access::{No, User},
    accounts,
    audit::{self, Call, Event, Recorded},
    db::{self, Fault, Tx},
    kernel::{Faults, Id},
    opportunities::{Lot, LotState},
    outbox,
};

/// Whom to appoint as what.
#[derive(Debug, Clone, Copy)]
pub struct Appointment {
    pub user: Id<User>,
    pub role: PanelRole,
    /// The chair marks too unless appointed not to; an observer never marks.
    pub scores: Option<bool>,
}

fn may_change(lot: &Lot) -> Result<(), CannotEvaluate> {
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
) -> Result<Recorded<(Id<Lot>, Seat)>, Fault> {
    let (may, on) = store::load_lot(tx.db(), lot)?.open::<Appoint>(&call.actor)?;
    call.saw(on.lot.version)?;
    on.lot.runs_here()?;
    may_change(&on.lot)?;
    another_person(call, asked.user)?;
    let person = accounts::person(tx.db(), asked.user)?.filter(|person| person.active);
    let Some(person) = person else {
        let mut faults = Faults::new();
        faults.add("/user_id", "unknown-id", "names nobody with an active account");
        return Err(faults.into());
    };
    if on.seat(Some(asked.user)).is_some() {
        return Err(CannotEvaluate::Seated.into());
    }
    if asked.role == PanelRole::Chair && on.chair().is_some() {
        return Err(CannotEvaluate::HasChair.into());
    }
    let scores = marks(tx.db(), &on, asked)?;
    if on.is_bidder(&db::actor_of(tx.db(), asked.user, call.at)?) {
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
    store::seat_member(tx, lot, &seat, call.actor.user().ok_or(No::Hidden)?)?;
    let to = accounts::addressee(tx.db(), asked.user)?;
    let letter = mails::appointed(&call.app.config.public_url, &on.lot, &seat);
    outbox::send(tx, call, &to, &letter)?;
    let event = Event::of("panel.appointed", "lot", &lot)
        .fact("user", asked.user.to_string())
        .fact("role", asked.role.as_str())
        .fact("scores", seat.scores);
    audit::record(tx, call, &may, event, (lot, seat))
}

/// Nobody seats or unseats themselves: that would be a way around what bars them.
fn another_person(call: &Call, user: Id<User>) -> Result<(), No> {
    if call.actor.user() == Some(user) {
        Err(No::SamePerson("another person appoints you, or takes you off the panel"))
    } else {
        Ok(())
    }
}

/// Whether a new seat marks. Once somebody has submitted, marks may have been seen: nobody begins
/// to mark then, and a new chair chairs without marking.
fn marks(db: &mut db::Db, on: &LotUnderEvaluation, asked: Appointment) -> Result<bool, Fault> {
    let began = on.panel.iter().any(|seat| seat.submitted)
        || store::has_submitted(db, on.lot.id, asked.user)?;
    let usual = asked.role != PanelRole::Chair || !began;
    let scores = asked.role != PanelRole::Observer && asked.scores.unwrap_or(usual);
    if scores && began { Err(CannotEvaluate::MarkingBegan.into()) } else { Ok(scores) }
}

/// Takes somebody off a panel who has not submitted marks, or has a conflict. What they marked
/// stays on record and counts no more.
pub fn dismiss(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    user: Id<User>,
) -> Result<Recorded<()>, Fault> {
    let (may, on) = store::load_lot(tx.db(), lot)?.open::<Appoint>(&call.actor)?;
    call.saw(on.lot.version)?;
    may_change(&on.lot)?;
    another_person(call, user)?;
    let stays = |seat: &Seat| seat.submitted && seat.conflicts.as_ref().is_some_and(Vec::is_empty);
    if on.seat(Some(user)).is_some_and(stays) {
        return Err(CannotEvaluate::HasMarked.into());
    }
    store::unseat_member(tx, lot, user)?;
    let event = Event::of("panel.dismissed", "lot", &lot).fact("user", user.to_string());
    audit::record(tx, call, &may, event, ())
}

/// The panel for those who may see it.
pub fn read(
    db: &mut db::Db,
    actor: &crate::access::Actor,
    lot: Id<Lot>,
) -> Result<LotUnderEvaluation, Fault> {
    let (_, on) = store::load_lot(db, lot)?.open::<super::policy::ReadPanel>(actor)?;
    Ok(on)
}
