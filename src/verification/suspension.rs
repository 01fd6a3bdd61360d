//! `POST` and `DELETE /v1/organisations/{id}/suspension`: no member acts for a suspended organisation
//! until an administrator reinstates it (ADR 0015).

use super::{mails, model::Reasoned, policy::Suspend};
use crate::{
    organisations::{self, Stored, tell_owners},
    prelude::*,
};

/// Suspends an organisation; the owners are told the reason.
pub fn suspend(tx: &mut Tx<'_>, call: &Call, asked: &Reasoned) -> Result<Recorded<Stored>, Fault> {
    let (id, reason) = (asked.organisation, &asked.reason);
    let (may, organisation) = organisations::load(tx.db(), id)?.open::<Suspend>(&call.actor)?;
    call.saw(organisation.version)?;
    let suspended = organisation.suspended(reason.to_string(), call.at)?;
    let suspended = organisations::update_state(tx, suspended, call.at)?;
    tell_owners(tx, call, id, &mails::suspended(&suspended, reason.as_str()))?;
    let event = Event::over("organisation.suspended", &suspended);
    audit::record(tx, call, &may, event, suspended)
}

/// Gives an organisation back the state that it had before its suspension.
pub fn reinstate(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Organisation>,
) -> Result<Recorded<Stored>, Fault> {
    let (may, organisation) = organisations::load(tx.db(), id)?.open::<Suspend>(&call.actor)?;
    call.saw(organisation.version)?;
    let back = organisation.reinstated(call.at)?;
    let back = organisations::update_state(tx, back, call.at)?;
    tell_owners(tx, call, id, &mails::reinstated(&back))?;
    let event = Event::over("organisation.reinstated", &back).fact("state", back.state.as_str());
    audit::record(tx, call, &may, event, back)
}
