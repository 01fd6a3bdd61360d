//! `POST` and `DELETE /v1/organisations/{id}/suspension`: nobody acts for an organisation until it
//! is reinstated (ADR 0015).

use super::{mails, model::Reasoned, policy::Suspend};
use crate::{
    organisations::{self, Stored, tell_owners},
    prelude::*,
};

/// Suspends an organisation; its owners are told why.
pub fn suspend(tx: &mut Tx<'_>, call: &Call, asked: &Reasoned) -> Result<Recorded<Stored>, Fault> {
    let (id, reason) = (asked.organisation, &asked.reason);
    let (may, organisation) = organisations::load(tx.db(), id)?.open::<Suspend>(&call.actor)?;
    call.saw(organisation.version)?;
    let suspended = organisation.suspended(reason.to_string(), call.at)?;
    organisations::update_state(tx, &suspended, call.at)?;
    let letter = mails::suspended(&suspended, reason.as_str());
    tell_owners(tx, call, id, &letter)?;
    let event = Event::of("organisation.suspended", "organisation", &id)
        .versions(suspended.version, suspended.version + 1);
    audit::record(tx, call, &may, event, Stored { version: suspended.version + 1, ..suspended })
}

/// Makes an organisation what it was before its suspension.
pub fn reinstate(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Organisation>,
) -> Result<Recorded<Stored>, Fault> {
    let (may, organisation) = organisations::load(tx.db(), id)?.open::<Suspend>(&call.actor)?;
    call.saw(organisation.version)?;
    let back = organisation.reinstated(call.at)?;
    organisations::update_state(tx, &back, call.at)?;
    tell_owners(tx, call, id, &mails::reinstated(&back))?;
    let event = Event::of("organisation.reinstated", "organisation", &id)
        .versions(back.version, back.version + 1)
        .fact("state", back.state.as_str());
    audit::record(tx, call, &may, event, Stored { version: back.version + 1, ..back })
}
