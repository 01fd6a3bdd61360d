//! `POST /v1/organisations/{id}/members/confirmation`: an owner confirms members for another year.

use super::{
    super::{super::store as organisations, model::Member, store as members},
    mails,
    model::{CannotConfirm, ConfirmationAsked, Year},
    policy::ConfirmMembers,
    store,
};
use crate::{outbox, prelude::*};

/// Confirms members for another year. The owners get a letter with their names.
pub fn confirm(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &ConfirmationAsked,
) -> Result<Recorded<Vec<Member>>, Fault> {
    let ConfirmationAsked { of, users } = asked;
    let of = *of;
    let (may, organisation) =
        organisations::load(tx.db(), of)?.open::<ConfirmMembers>(&call.actor)?;
    // An owner without a confirmation confirms only where no confirmed owner is left.
    let lapsed = !call.actor.has(Role::Owner, of);
    if lapsed && !members::addressees(tx.db(), of, &[Role::Owner], call.at)?.is_empty() {
        return Err(No::Unconfirmed.into());
    }
    if organisation.kind == OrganisationKind::Supplier {
        return Err(CannotConfirm::NeedsNoConfirming.into());
    }
    let mut confirmed = members::among(tx.db(), of, users)?;
    let mut faults = Faults::new();
    for (n, user) in users.iter().enumerate() {
        if !confirmed.iter().any(|member| member.user == *user) {
            faults.add(format!("/user_ids/{n}"), "unknown", "this is no member");
        }
    }
    faults.none()?;
    let year = Year::from(call.at);
    store::confirm(tx, of, users, year, call.at)?;
    for member in &mut confirmed {
        member.confirmed_until = Some(year.until);
        member.version += 1;
    }
    let letter = mails::members_confirmed(&organisation, &confirmed);
    let owners = members::all_owners(tx.db(), of)?;
    outbox::send_to_all(tx, call, &owners, &letter)?;
    let ids: Vec<String> = users.iter().map(ToString::to_string).collect();
    let event = Event::of("member.confirmed", "organisation", &of).fact("users", ids);
    audit::record(tx, call, &may, event, confirmed)
}
