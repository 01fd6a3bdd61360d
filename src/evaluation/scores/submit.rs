//! `POST /v1/lots/{id}/scores/submission`: the marks of one member for all bids.

use super::{
    super::{
        mails,
        model::{CannotEvaluate, Seat, competing, ensure_in_evaluation, marked_criteria},
        store as seats,
    },
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
/// others. The result says whether every marking member has submitted.
pub fn submit(tx: &mut Tx<'_>, call: &Call, lot: Id<Lot>) -> Result<Recorded<bool>, Fault> {
    let (found, panel) = seats::load_lot_and_panel(tx.db(), lot, &call.actor)?;
    let (may, on) = found.open::<SubmitScores>(&call.actor)?;
    call.saw(on.lot.version)?;
    ensure_in_evaluation(&on.lot)?;
    let user = call.person()?;
    let seat = on.seat.ok_or(No::Hidden)?;
    if seat.submitted {
        return Err(CannotEvaluate::Submitted.into());
    }
    let bids = bids::of_lot(tx.db(), lot)?;
    let marked = store::marked(tx.db(), lot, user)?;
    unmarked(&on.lot, &seat, &bids, &marked).none()?;
    store::keep_submission(tx, lot, user, call.at)?;
    let panel = panel.with_submission_of(user);
    let all = panel.all_submitted(&bids);
    if let Some(chair) = panel.chair().filter(|_| all) {
        let to = accounts::addressee(tx.db(), chair.user_id)?;
        outbox::send(tx, call, &to, &mails::all_submitted(&on.lot))?;
    }
    audit::record(tx, call, &may, Event::of("scores.submitted", "lot", &lot), all)
}

/// The criteria of competing bids that the member has still to mark.
fn unmarked(lot: &Lot, seat: &Seat, bids: &[Bid], marked: &[(Id<Bid>, String)]) -> Faults {
    let mut faults = Faults::new();
    for bid in competing(bids).filter(|bid| !seat.is_barred_from(bid)) {
        for criterion in marked_criteria(lot) {
            let key = criterion.key.as_str();
            if !marked.iter().any(|(of, criterion)| *of == bid.id && criterion == key) {
                let place = format!("/bids/{}/scores/{key}", bid.id);
                faults.add(place, "missing", "is not marked yet");
            }
        }
    }
    faults
}
