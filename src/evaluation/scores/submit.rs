//! `POST /v1/lots/{id}/scores/submission`: the marks of one member for all bids.

use super::{
    super::{
        model::{CannotEvaluate, Seat, competing, ensure_in_evaluation, marked_criteria},
        store as seats,
    },
    mails,
    model::Mark,
    policy::SubmitScores,
    store,
};
use crate::{
    accounts,
    bids::{self, Bid},
    opportunities::Lot,
    outbox,
    prelude::*,
};

/// Submits all marks of the caller: from here on they stay, and the caller sees those of the
/// others. Says whether every marking member has submitted.
pub fn submit(tx: &mut Tx<'_>, call: &Call, lot: Id<Lot>) -> Result<Recorded<bool>, Fault> {
    let found = seats::load_lot_for_member(tx.db(), lot, &call.actor)?;
    let (may, on) = found.open::<SubmitScores>(&call.actor)?;
    call.saw(on.lot.version)?;
    ensure_in_evaluation(&on.lot)?;
    let user = call.actor.user().ok_or(No::Hidden)?;
    let seat = on.seat.ok_or(No::Hidden)?;
    if seat.submitted {
        return Err(CannotEvaluate::Submitted.into());
    }
    let bids = bids::of_lot(tx.db(), lot)?;
    let marks = store::of_user(tx.db(), lot, user)?;
    unmarked(&on.lot, &seat, &bids, &marks).none()?;
    store::keep_submission(tx, lot, user, call.at)?;
    let panel = seats::panel(tx.db(), lot)?;
    let all = panel.all_submitted(&bids);
    if let Some(chair) = panel.chair().filter(|_| all) {
        let to = accounts::addressee(tx.db(), chair.user)?;
        outbox::send(tx, call, &to, &mails::all_submitted(&on.lot))?;
    }
    audit::record(tx, call, &may, Event::of("scores.submitted", "lot", &lot), all)
}

/// The criteria of competing bids that the member has still to mark.
fn unmarked(lot: &Lot, seat: &Seat, bids: &[Bid], marks: &[Mark]) -> Faults {
    let mut faults = Faults::new();
    for bid in competing(bids).filter(|bid| !seat.is_barred_from(bid)) {
        for criterion in marked_criteria(lot) {
            let key = criterion.key.as_str();
            if !marks.iter().any(|mark| mark.bid == bid.id && mark.criterion == key) {
                let place = format!("/bids/{}/scores/{key}", bid.id);
                faults.add(place, "missing", "is not marked yet");
            }
        }
    }
    faults
}
