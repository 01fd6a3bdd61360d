//! `POST /v1/capability-applications/{id}/revocation`: an administrator ends a capability before its
//! time, for a reason that the supplier is told.

use super::{mails, policy::Revoke};
use crate::{
    capabilities::{
        applications::{model::about, store as applications},
        holdings::store as holdings,
        model::{Application, CannotAssess},
    },
    organisations,
    prelude::*,
};

pub fn revoke(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Application>,
    reason: &Text<2_000>,
) -> Result<Recorded<Application>, Fault> {
    let (may, application) = applications::load(tx.db(), id)?.open::<Revoke>(&call.actor)?;
    let by = call.person()?;
    let held = holdings::holding(tx.db(), application.organisation_id, &application.category)?;
    held.filter(|held| held.application == id && held.until > call.at)
        .ok_or(CannotAssess::NotHeld)?;
    holdings::revoke(tx, &application, reason.as_str(), by, call.at)?;
    let letter = mails::revoked(&application, reason.as_str());
    organisations::tell_bidders(tx, call, application.organisation_id, &letter)?;
    audit::record(tx, call, &may, about("capability.revoked", &application), application)
}
