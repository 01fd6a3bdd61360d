//! `POST /v1/organisations/{id}/reverification`: a verified organisation is looked at again.

use super::{mails, model::Reasoned, policy::DemandReverification};
use crate::{
    organisations::{self, Stored, tell_owners},
    prelude::*,
};

/// An administrator has reason to look at a verified organisation again.
pub fn demand(tx: &mut Tx<'_>, call: &Call, asked: &Reasoned) -> Result<Recorded<Stored>, Fault> {
    let (id, reason) = (asked.organisation, &asked.reason);
    let found = organisations::load(tx.db(), id)?;
    let (may, organisation) = found.open::<DemandReverification>(&call.actor)?;
    call.saw(organisation.version)?;
    let doubted = organisation.doubted(reason.to_string(), call.at)?;
    organisations::update_state(tx, &doubted, call.at)?;
    let letter = mails::looked_at_again(&doubted, reason.as_str());
    tell_owners(tx, call, id, &letter)?;
    let event = Event::of("organisation.reverification_demanded", "organisation", &id)
        .versions(doubted.version, doubted.version + 1);
    audit::record(tx, call, &may, event, Stored { version: doubted.version + 1, ..doubted })
}
