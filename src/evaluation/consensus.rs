//! `PUT /v1/bids/{id}/consensus` and `POST /v1/lots/{id}/consensus/lock`: the panel together.

use super::{
    mails,
    model::{CannotEvaluate, LotUnderEvaluation, MarkGiven, fit, in_evaluation},
    policy::{Agree, LockConsensus, ReadRanking, ReadScores},
    ranking::{self, Entry, Ranking},
    scores::competes,
    store::{self, ConsensusMark},
};
use crate::{
    access::{Actor, No, Role},
    audit::{self, Call, Event, Recorded},
    bids::Bid,
    db::{Db, Fault, Tx},
    kernel::{Faults, Id},
    opportunities::{self, Lot},
    organisations, outbox,
};

/// Writes down what the panel has agreed about a bid. What each gave alone stays beside it.
pub fn agree(
    tx: &mut Tx<'_>,
    call: &Call,
    bid: Id<Bid>,
    given: &[MarkGiven],
) -> Result<Recorded<Vec<ConsensusMark>>, Fault> {
    let (may, of) = store::load_bid(tx.db(), bid)?.open::<Agree>(&call.actor)?;
    call.saw(of.bid.version)?;
    in_evaluation(&of.on.lot)?;
    competes(&of)?;
    if !of.on.all_submitted() {
        return Err(CannotEvaluate::NotAllSubmitted.into());
    }
    fit(&of.on.lot, given).none()?;
    let by = call.actor.user().ok_or(No::Hidden)?;
    for mark in given {
        store::keep_consensus(tx, &of.bid, by, mark, call.at)?;
    }
    let marks: Vec<String> =
        given.iter().map(|mark| format!("{} {}", mark.criterion_key, mark.mark)).collect();
    let event = Event::of("consensus.agreed", "bid", &bid).fact("marks", marks);
    let mut all = store::consensus_of(tx.db(), of.on.lot.id)?;
    all.retain(|mark| mark.bid == bid);
    audit::record(tx, call, &may, event, all)
}

/// Locks what has been agreed, and ranks: from here on the ranking stands.
pub fn lock(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
) -> Result<Recorded<(Ranking, String)>, Fault> {
    let (may, on) = store::load_lot(tx.db(), lot)?.open::<LockConsensus>(&call.actor)?;
    call.saw(on.lot.version)?;
    in_evaluation(&on.lot)?;
    if !on.all_submitted() {
        return Err(CannotEvaluate::NotAllSubmitted.into());
    }
    let agreed = store::consensus_of(tx.db(), lot)?;
    unagreed(&on, &agreed).none()?;
    let ranked = ranking::rank(lot, &on.lot.criteria, &entries(&on, &agreed));
    let body = ranked.canonical().map_err(|error| Fault::corrupt(&error))?;
    let sha256 = ranking::digest(&body);
    let by = call.actor.user().ok_or(No::Hidden)?;
    store::keep_ranking(tx, lot, (&body, &sha256), by, call.at)?;
    opportunities::mark_consensus_locked(tx, lot, call.at)?;
    let letter = mails::ranked(&call.app.config.public_url, &on.lot);
    for to in organisations::addressees(tx.db(), on.lot.organisation, &[Role::Approver], call.at)? {
        outbox::send(tx, call, &to, &letter)?;
    }
    let event = Event::of("consensus.locked", "lot", &lot).fact("ranking_sha256", sha256.clone());
    audit::record(tx, call, &may, event, (ranked, sha256))
}

fn unagreed(on: &LotUnderEvaluation, agreed: &[ConsensusMark]) -> Faults {
    let mut faults = Faults::new();
    for bid in on.running() {
        for criterion in on.marked_criteria() {
            let key = criterion.key.as_str();
            if !agreed.iter().any(|mark| mark.bid == bid.id && mark.criterion == key) {
                faults.add(
                    format!("/bids/{}/consensus/{key}", bid.id),
                    "missing",
                    "is not agreed yet",
                );
            }
        }
    }
    faults
}

fn entries(on: &LotUnderEvaluation, agreed: &[ConsensusMark]) -> Vec<Entry> {
    let entry = |bid: &Bid| Entry {
        bid: bid.id,
        organisation: bid.organisation,
        price: bid.price,
        marks: store::agreed(agreed, bid.id),
    };
    on.running().map(entry).collect()
}

/// What has been agreed about a bid, for those who may see all marks.
pub fn read(db: &mut Db, actor: &Actor, bid: Id<Bid>) -> Result<Vec<ConsensusMark>, Fault> {
    let (_, of) = store::load_bid(db, bid)?.open::<ReadScores>(actor)?;
    if !of.on.all_submitted() {
        return Err(CannotEvaluate::NotAllSubmitted.into());
    }
    let mut all = store::consensus_of(db, of.on.lot.id)?;
    all.retain(|mark| mark.bid == bid);
    Ok(all)
}

/// The ranking with the bids that it ranks, without those that a conflict bars the reader from.
pub fn read_ranking(
    db: &mut Db,
    actor: &Actor,
    lot: Id<Lot>,
) -> Result<(LotUnderEvaluation, Ranking, String), Fault> {
    let (_, on) = store::load_lot(db, lot)?.open::<ReadRanking>(actor)?;
    let (ranking, sha256) = store::load_ranking(db, lot)?.ok_or(CannotEvaluate::NotLocked)?;
    Ok((on, ranking, sha256))
}
