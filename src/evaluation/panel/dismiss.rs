//! `DELETE /v1/lots/{id}/panel/{user_id}`.

use super::{
    super::{
        model::{CannotEvaluate, Seat},
        store as seats,
    },
    appoint::{ensure_another_person, ensure_open},
    policy::Appoint,
    store,
};
use crate::{opportunities::Lot, prelude::*};

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
    let stays = |seat: &Seat| seat.submitted && seat.conflicts.as_ref().is_some_and(Vec::is_empty);
    if seats::seat(tx.db(), lot, Some(user))?.as_ref().is_some_and(stays) {
        return Err(CannotEvaluate::HasMarked.into());
    }
    store::delete(tx, lot, user)?;
    let event = Event::of("panel.dismissed", "lot", &lot).fact("user", user.to_string());
    audit::record(tx, call, &may, event, ())
}
