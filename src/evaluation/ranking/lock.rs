//! `POST /v1/lots/{id}/consensus/lock`: what is agreed stands, and ranks the bids.

use super::{
    super::{
        consensus::{self, ConsensusMark, by_criterion},
        model::{CannotEvaluate, competing, ensure_in_evaluation, marked_criteria},
        store as seats,
    },
    mails,
    model::{Entry, LockedRanking, digest, rank},
    policy::LockConsensus,
    store,
};
use crate::{
    bids::{self, Bid},
    opportunities::{self, Lot},
    organisations,
    prelude::*,
};

/// Locks what has been agreed, and ranks: from here on the ranking stands.
pub fn lock(tx: &mut Tx<'_>, call: &Call, lot: Id<Lot>) -> Result<Recorded<LockedRanking>, Fault> {
    let found = seats::load_lot_for_assessor(tx.db(), lot, &call.actor)?;
    let (may, on) = found.open::<LockConsensus>(&call.actor)?;
    call.saw(on.lot.version)?;
    ensure_in_evaluation(&on.lot)?;
    let bids = bids::of_lot(tx.db(), lot)?;
    if !seats::panel(tx.db(), lot)?.all_submitted(&bids) {
        return Err(CannotEvaluate::NotAllSubmitted.into());
    }
    let agreed = consensus::of_lot(tx.db(), lot)?;
    unagreed(&on.lot, &bids, &agreed).none()?;
    let ranking = rank(lot, &on.lot.criteria, &entries(&bids, &agreed));
    let body = ranking.canonical()?;
    let sha256 = digest(&body);
    let by = call.actor.user().ok_or(No::Hidden)?;
    let kept = store::NewRanking { lot, body: &body, sha256: &sha256, by, at: call.at };
    store::keep(tx, &kept)?;
    opportunities::mark_consensus_locked(tx, lot, call.at)?;
    let letter = mails::ranked(&on.lot);
    organisations::tell(tx, call, on.lot.organisation, &[Role::Approver], &letter)?;
    let event = Event::of("consensus.locked", "lot", &lot).fact("ranking_sha256", sha256.clone());
    audit::record(tx, call, &may, event, LockedRanking { ranking, sha256 })
}

/// The criteria of competing bids that the panel has still to agree about.
fn unagreed(lot: &Lot, bids: &[Bid], agreed: &[ConsensusMark]) -> Faults {
    let mut faults = Faults::new();
    for bid in competing(bids) {
        for criterion in marked_criteria(lot) {
            let key = criterion.key.as_str();
            if !agreed.iter().any(|mark| mark.bid == bid.id && mark.criterion == key) {
                let place = format!("/bids/{}/consensus/{key}", bid.id);
                faults.add(place, "missing", "is not agreed yet");
            }
        }
    }
    faults
}

fn entries(bids: &[Bid], agreed: &[ConsensusMark]) -> Vec<Entry> {
    let entry = |bid: &Bid| Entry {
        bid: bid.id,
        organisation: bid.organisation,
        price: bid.price,
        marks: by_criterion(agreed, bid.id),
    };
    competing(bids).map(entry).collect()
}
