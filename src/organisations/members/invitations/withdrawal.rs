//! `DELETE /v1/organisations/{id}/invitations/{invitation_id}`: an owner takes an invitation back.

use super::{model::InvitationOf, policy::WithdrawInvitation, store};
use crate::prelude::*;

/// Takes an invitation back that has not been accepted.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, asked: &InvitationOf) -> Result<Recorded<()>, Fault> {
    let found = store::load(tx.db(), asked, call.at)?;
    let (may, invitation) = found.open::<WithdrawInvitation>(&call.actor)?;
    store::withdraw(tx, invitation.id, call.at)?;
    let event = Event::of("member.invitation_withdrawn", "organisation", &asked.organisation)
        .fact("invitation", invitation.id.to_string());
    audit::record(tx, call, &may, event, ())
}
