//! `POST /v1/organisations/{id}/verification`: an administrator's finding.

use super::{
    mails,
    model::{CannotOrganise, OrganisationState, Outcome, Stored},
    policy::Verify,
    store,
};
use crate::{
    access::{Organisation, Role},
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::{Id, Text},
    outbox,
};

pub fn verify(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Organisation>,
    outcome: Outcome,
    note: Option<&Text<2000>>,
) -> Result<Recorded<Stored>, Fault> {
    let (may, organisation) = store::load(tx.db(), id)?.open::<Verify>(&call.actor)?;
    call.saw(organisation.version)?;
    let state = match (organisation.state, outcome) {
        (OrganisationState::Unverified | OrganisationState::Rejected, Outcome::Verified) => {
            OrganisationState::Verified
        }
        (OrganisationState::Unverified, Outcome::Rejected) => OrganisationState::Rejected,
        (state, _) => return Err(CannotOrganise::NotWaiting(state).into()),
    };
    if state == OrganisationState::Verified && store::has_a_twin(tx.db(), &organisation.name, id)? {
        return Err(CannotOrganise::LooksLike.into());
    }
    let judged = Stored { state, state_note: note.map(ToString::to_string), ..organisation };
    store::update_state(tx, &judged, call.at)?;
    let words = judged.state_note.clone().unwrap_or_default();
    let letter = mails::judged(&call.app.config.public_url, &judged, outcome, &words);
    for owner in store::addressees(tx.db(), id, &[Role::Owner])? {
        outbox::send(tx, call, &owner, &letter)?;
    }
    let event = Event::of("organisation.judged", "organisation", &id)
        .versions(judged.version, judged.version + 1)
        .fact("outcome", outcome.as_str());
    audit::record(tx, call, &may, event, Stored { version: judged.version + 1, ..judged })
}
