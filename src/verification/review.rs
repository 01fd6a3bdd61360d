//! `/v1/verifications`, `/v1/organisations/{id}/verification` and its sisters: the queue, the verdict
//! of an administrator, the answer of an owner, and a demand to verify again.

use super::{
    mails,
    model::{Judgement, Outcome, OwnersAnswer, Reasoned, Waiting},
    policy::{AnswerAdministrators, DemandReverification, ReadQueue, Verify},
    store,
};
use crate::{
    organisations::{self, CannotOrganise, Stored, tell_owners},
    prelude::*,
};

/// A page of the queue, the longest waiting first.
pub fn queue(db: &mut Db, actor: &Actor, page: &PageOf) -> Result<Page<Waiting>, Fault> {
    let (may, ()) = store::queue().open::<ReadQueue>(actor)?;
    let rows = store::list(db, &may, page)?;
    Ok(page.cut(rows, Waiting::place))
}

/// An administrator verifies or rejects an organisation, or asks for more information; the owners
/// are told, with the note.
pub fn verify(tx: &mut Tx<'_>, call: &Call, asked: &Judgement) -> Result<Recorded<Stored>, Fault> {
    let (id, outcome) = (asked.organisation, asked.outcome);
    let (may, organisation) = organisations::load(tx.db(), id)?.open::<Verify>(&call.actor)?;
    call.saw(organisation.version)?;
    let judged =
        organisation.judged(outcome, asked.note.as_ref().map(ToString::to_string), call.at)?;
    if outcome == Outcome::Verified && organisations::has_a_twin(tx.db(), &judged.name, id)? {
        return Err(CannotOrganise::LooksLike.into());
    }
    let judged = organisations::update_state(tx, judged, call.at)?;
    // A verdict on the organisation covers the identifiers that it has at that time.
    if outcome == Outcome::Verified {
        organisations::verify_identifiers(tx, id, call.actor.user(), call.at)?;
    }
    let judged = Stored { identifiers: organisations::identifiers_of(tx.db(), id)?, ..judged };
    let note = judged.state_note.as_deref().unwrap_or_default();
    tell_owners(tx, call, id, &mails::judged(&judged, outcome, note))?;
    let event = Event::over("organisation.judged", &judged).fact("outcome", outcome.as_str());
    audit::record(tx, call, &may, event, judged)
}

/// An owner answers the administrators; the organisation returns to the queue.
pub fn answer(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &OwnersAnswer,
) -> Result<Recorded<Stored>, Fault> {
    let id = asked.organisation;
    let (may, organisation) =
        organisations::load(tx.db(), id)?.open::<AnswerAdministrators>(&call.actor)?;
    call.saw(organisation.version)?;
    let answered = organisation.answered(asked.text.to_string(), call.at)?;
    let answered = organisations::update_state(tx, answered, call.at)?;
    let event = Event::over("organisation.answered", &answered);
    audit::record(tx, call, &may, event, answered)
}

/// An administrator has a verified organisation verified again; the owners are told the reason.
pub fn demand_reverification(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &Reasoned,
) -> Result<Recorded<Stored>, Fault> {
    let (id, reason) = (asked.organisation, &asked.reason);
    let (may, organisation) =
        organisations::load(tx.db(), id)?.open::<DemandReverification>(&call.actor)?;
    call.saw(organisation.version)?;
    let doubted = organisation.doubted(reason.to_string(), call.at)?;
    let doubted = organisations::update_state(tx, doubted, call.at)?;
    tell_owners(tx, call, id, &mails::verified_again(&doubted, reason.as_str()))?;
    let event = Event::over("organisation.reverification_demanded", &doubted);
    audit::record(tx, call, &may, event, doubted)
}
