//! `PUT /v1/bids/{id}/scores` and `POST /v1/lots/{id}/scores/submission`: each member alone.

use super::{
    mails,
    model::{BidUnderEvaluation, CannotEvaluate, Mark, MarkGiven, fit, in_evaluation},
    policy::{ReadScores, Score, SubmitScores},
    store,
};
use crate::{
    access::{Actor, No, User},
    accounts,
    audit::{self, Call, Event, Recorded},
    bids::{Bid, BidState},
    db::{Db, Fault, Tx},
    kernel::{Faults, Id},
    opportunities::Lot,
    outbox,
};

/// Puts one's marks for a bid in the place of those one gave before; others stay. Nobody else sees
/// them until they are submitted.
pub fn put(
    tx: &mut Tx<'_>,
    call: &Call,
    bid: Id<Bid>,
    given: &[MarkGiven],
) -> Result<Recorded<Vec<Mark>>, Fault> {
    let (may, of) = store::load_bid(tx.db(), bid)?.open::<Score>(&call.actor)?;
    call.saw(of.bid.version)?;
    in_evaluation(&of.on.lot)?;
    competes(&of)?;
    let user = call.actor.user().ok_or(No::Hidden)?;
    if of.on.seat(Some(user)).is_some_and(|seat| seat.submitted) {
        return Err(CannotEvaluate::Submitted.into());
    }
    fit(&of.on.lot, given).none()?;
    for mark in given {
        store::keep_mark(tx, &of.bid, user, mark, call.at)?;
    }
    let mut own = store::marks_of_bid(tx.db(), bid)?;
    own.retain(|mark| mark.user == user);
    // Which criteria, never which marks: the log is read before the others have submitted.
    let keys: Vec<String> = given.iter().map(|mark| mark.criterion_key.to_string()).collect();
    let event = Event::of("scores.given", "bid", &bid).fact("criteria", keys);
    audit::record(tx, call, &may, event, own)
}

pub fn competes(of: &BidUnderEvaluation) -> Result<(), CannotEvaluate> {
    match of.bid.state {
        BidState::Received => Ok(()),
        state @ (BidState::Draft
        | BidState::Submitted
        | BidState::Withdrawn
        | BidState::IntegrityFailed
        | BidState::Excluded
        | BidState::Successful
        | BidState::Unsuccessful) => Err(CannotEvaluate::NotCompeting(state)),
    }
}

/// Submits all of one's marks: from here on they stay, and one sees those of the others.
pub fn submit(tx: &mut Tx<'_>, call: &Call, lot: Id<Lot>) -> Result<Recorded<bool>, Fault> {
    let (may, mut on) = store::load_lot(tx.db(), lot)?.open::<SubmitScores>(&call.actor)?;
    call.saw(on.lot.version)?;
    in_evaluation(&on.lot)?;
    let user = call.actor.user().ok_or(No::Hidden)?;
    let seat = on.seat(Some(user)).ok_or(No::Hidden)?;
    if seat.submitted {
        return Err(CannotEvaluate::Submitted.into());
    }
    let marks = store::marks_of_user(tx.db(), lot, user)?;
    let mut faults = Faults::new();
    for bid in on.running().filter(|bid| !seat.is_barred_from(bid)) {
        for criterion in on.marked_criteria() {
            let key = criterion.key.as_str();
            if !marks.iter().any(|mark| mark.bid == bid.id && mark.criterion == key) {
                faults.add(
                    format!("/bids/{}/scores/{key}", bid.id),
                    "missing",
                    "is not marked yet",
                );
            }
        }
    }
    faults.none()?;
    store::keep_submission(tx, lot, user, call.at)?;
    on.panel.iter_mut().filter(|seat| seat.user == user).for_each(|seat| seat.submitted = true);
    let all = on.all_submitted();
    if let Some(chair) = on.chair().filter(|_| all) {
        let to = accounts::addressee(tx.db(), chair.user)?;
        outbox::send(tx, call, &to, &mails::all_submitted(&call.app.config.public_url, &on.lot))?;
    }
    audit::record(tx, call, &may, Event::of("scores.submitted", "lot", &lot), all)
}

/// The marks of a bid that this reader may see now: one's own always; those of others once one has
/// submitted all of one's own, or, for those who do not mark, once everybody has.
pub fn read(db: &mut Db, actor: &Actor, bid: Id<Bid>) -> Result<Vec<Mark>, Fault> {
    let (_, of) = store::load_bid(db, bid)?.open::<ReadScores>(actor)?;
    let me: Option<Id<User>> = actor.user();
    let marks_alone = of.on.seat(me).is_some_and(|seat| seat.scores && !seat.submitted);
    let marks = of.on.seat(me).is_some_and(|seat| seat.scores);
    let sees_all = if marks { !marks_alone } else { of.on.all_submitted() };
    let submitted = |user: Id<User>| of.on.seat(Some(user)).is_some_and(|seat| seat.submitted);
    let mut all = store::marks_of_bid(db, bid)?;
    all.retain(|mark| Some(mark.user) == me || (sees_all && submitted(mark.user)));
    Ok(all)
}
