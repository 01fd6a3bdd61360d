//! `/v1/organisations/{id}/verification`, its `/answer`, and `/reverification`: what administrators
//! find, what they ask, and what they are told.

use super::{
    letters::tell_owners,
    mails,
    model::{CannotOrganise, Outcome, Stored},
    policy::{Answer, DemandReverification, Verify},
    store, store_identifiers,
};
use crate::{
    access::Organisation,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Id, Text},
};

/// An administrator's verdict; its owners are told, with the note.
pub fn verify(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Organisation>,
    outcome: Outcome,
    note: Option<&Text<2000>>,
) -> Result<Recorded<Stored>, Fault> {
    let (may, organisation) = store::load(tx.db(), id)?.open::<Verify>(&call.actor)?;
    call.saw(organisation.version)?;
    let judged = organisation.judged(outcome, note.map(ToString::to_string), call.at)?;
    if outcome == Outcome::Verified && store::has_a_twin(tx.db(), &judged.name, id)? {
        return Err(CannotOrganise::LooksLike.into());
    }
    store::update_state(tx, &judged, call.at)?;
    // Who finds the organisation to be what it says has found what it goes by.
    if outcome == Outcome::Verified {
        store_identifiers::verify(tx, (id, None), call.actor.user(), call.at)?;
    }
    let judged = Stored { identifiers: store_identifiers::of(tx.db(), id)?, ..judged };
    let words = judged.state_note.clone().unwrap_or_default();
    let letter = mails::judged(&call.app.config.public_url, &judged, outcome, &words);
    tell_owners(tx, call, id, &letter)?;
    let event = Event::of("organisation.judged", "organisation", &id)
        .versions(judged.version, judged.version + 1)
        .fact("outcome", outcome.as_str());
    audit::record(tx, call, &may, event, Stored { version: judged.version + 1, ..judged })
}

/// An owner says what was asked for; the organisation waits again.
pub fn answer(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Organisation>,
    words: &Text<2000>,
) -> Result<Recorded<Stored>, Fault> {
    let (may, organisation) = store::load(tx.db(), id)?.open::<Answer>(&call.actor)?;
    call.saw(organisation.version)?;
    let answered = organisation.answered(words.to_string(), call.at)?;
    store::update_state(tx, &answered, call.at)?;
    let event = Event::of("organisation.answered", "organisation", &id)
        .versions(answered.version, answered.version + 1);
    audit::record(tx, call, &may, event, Stored { version: answered.version + 1, ..answered })
}

/// An administrator has reason to look at a verified organisation again.
pub fn demand(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Organisation>,
    reason: &Text<2000>,
) -> Result<Recorded<Stored>, Fault> {
    let found = store::load(tx.db(), id)?;
    let (may, organisation) = found.open::<DemandReverification>(&call.actor)?;
    call.saw(organisation.version)?;
    let doubted = organisation.doubted(reason.to_string(), call.at)?;
    store::update_state(tx, &doubted, call.at)?;
    let letter = mails::looked_at_again(&call.app.config.public_url, &doubted, reason.as_str());
    tell_owners(tx, call, id, &letter)?;
    let event = Event::of("organisation.reverification_demanded", "organisation", &id)
        .versions(doubted.version, doubted.version + 1);
    audit::record(tx, call, &may, event, Stored { version: doubted.version + 1, ..doubted })
}
