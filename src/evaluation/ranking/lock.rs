//! `POST /v1/lots/{id}/consensus/lock` and `GET /v1/lots/{id}/ranking`.

use super::{
    super::{
        consensus::{self, ConsensusMark, by_criterion},
        mails,
        model::{CannotEvaluate, LotToLock, competing, ensure_in_evaluation, marked_criteria},
        store as seats,
    },
    model::{Entry, LockedRanking, RankedLot, digest, rank},
    policy::{LockConsensus, ReadRanking},
    store,
};
use crate::{
    bids::{self, Bid},
    opportunities::{self, Lot},
    organisations,
    prelude::*,
};

/// The ranking, for readers without a conflict with any bidder.
pub fn read(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<RankedLot, Fault> {
    let (_, on) = seats::load_lot_for_assessor(db, lot, actor)?.open::<ReadRanking>(actor)?;
    let locked = store::load(db, lot)?.ok_or(CannotEvaluate::NotLocked)?;
    Ok(RankedLot { lot: on.lot, bids: bids::of_lot(db, lot)?, locked })
}

/// Locks the consensus and ranks the bids: from here on the ranking stands.
pub fn lock(tx: &mut Tx<'_>, call: &Call, lot: Id<Lot>) -> Result<Recorded<RankedLot>, Fault> {
    let found = seats::load_lot_to_lock(tx.db(), lot, &call.actor)?;
    let (may, LotToLock { lot: on, panel, bids, .. }) = found.open::<LockConsensus>(&call.actor)?;
    call.saw(on.version)?;
    ensure_in_evaluation(&on)?;
    if !panel.all_submitted(&bids) {
        return Err(CannotEvaluate::NotAllSubmitted.into());
    }
    let agreed = consensus::of_lot(tx.db(), lot)?;
    unagreed(&on, &bids, &agreed).none()?;
    let ranking = rank(lot, &on.criteria, &entries(&bids, &agreed));
    let body = ranking.canonical()?;
    let sha256 = digest(&body);
    let by = call.person()?;
    let kept = store::NewRanking { lot, body: &body, sha256: &sha256, by, at: call.at };
    store::keep(tx, &kept)?;
    opportunities::mark_consensus_locked(tx, lot, call.at)?;
    organisations::tell(tx, call, on.organisation, &[Role::Approver], &mails::ranked(&on))?;
    let event = Event::of("consensus.locked", "lot", &lot).fact("ranking_sha256", sha256.clone());
    let locked = LockedRanking { ranking, sha256 };
    audit::record(tx, call, &may, event, RankedLot { lot: on, bids, locked })
}

/// The criteria of competing bids that the panel has still to agree about.
fn unagreed(lot: &Lot, bids: &[Bid], agreed: &[ConsensusMark]) -> Faults {
    let mut faults = Faults::new();
    for bid in competing(bids) {
        for criterion in marked_criteria(lot) {
            let key = criterion.key.as_str();
            if !agreed.iter().any(|mark| mark.bid == bid.id && mark.criterion_key == key) {
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
