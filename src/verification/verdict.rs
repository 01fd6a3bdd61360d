//! `/v1/organisations/{id}/verification`: what an administrator finds.

use super::{
    mails,
    model::{Judgement, Outcome},
    policy::Verify,
};
use crate::{
    organisations::{self, CannotOrganise, Stored, tell_owners},
    prelude::*,
};

/// An administrator's verdict; its owners are told, with the note.
pub fn verify(tx: &mut Tx<'_>, call: &Call, asked: &Judgement) -> Result<Recorded<Stored>, Fault> {
    let (id, outcome) = (asked.organisation, asked.outcome);
    let (may, organisation) = organisations::load(tx.db(), id)?.open::<Verify>(&call.actor)?;
    call.saw(organisation.version)?;
    let judged =
        organisation.judged(outcome, asked.note.as_ref().map(ToString::to_string), call.at)?;
    if outcome == Outcome::Verified && organisations::has_a_twin(tx.db(), &judged.name, id)? {
        return Err(CannotOrganise::LooksLike.into());
    }
    organisations::update_state(tx, &judged, call.at)?;
    // Who finds the organisation to be what it says has found what it goes by.
    if outcome == Outcome::Verified {
        organisations::verify_identifiers(tx, id, call.actor.user(), call.at)?;
    }
    let judged = Stored { identifiers: organisations::identifiers_of(tx.db(), id)?, ..judged };
    let words = judged.state_note.clone().unwrap_or_default();
    let letter = mails::judged(&judged, outcome, &words);
    tell_owners(tx, call, id, &letter)?;
    let event = Event::of("organisation.judged", "organisation", &id)
        .versions(judged.version, judged.version + 1)
        .fact("outcome", outcome.as_str());
    audit::record(tx, call, &may, event, Stored { version: judged.version + 1, ..judged })
}
