//! `/v1/organisations/{id}/identifiers`: added and withdrawn by owners, verified by administrators.

use super::{
    super::{
        model::{CannotOrganise, Stored},
        store as organisations,
    },
    model::{CannotIdentify, HeldIdentifier, Identifier, IdentifierOf, MOST},
    policy::{ChangeIdentifiers, VerifyIdentifier},
    store,
};
use crate::{access::Permit, prelude::*};

/// Adds an identifier, which is not verified until an administrator has found it in its register.
pub fn add(tx: &mut Tx<'_>, call: &Call, asked: &IdentifierOf) -> Result<Recorded<Stored>, Fault> {
    let (of, new) = (asked.organisation, &asked.identifier);
    let (may, organisation) =
        organisations::load(tx.db(), of)?.open::<ChangeIdentifiers>(&call.actor)?;
    call.saw(organisation.version)?;
    match store::holder_of(tx.db(), new)? {
        Some(holder) if holder == of => return Err(CannotIdentify::Known(new.to_string()).into()),
        Some(_) => return Err(CannotOrganise::Taken(new.to_string()).into()),
        None if organisation.identifiers.len() >= MOST => {
            return Err(CannotIdentify::TooManyIdentifiers.into());
        }
        None => store::insert(tx, of, new)?,
    }
    let event = named(Event::of("identifier.added", "organisation", &of), new);
    changed(tx, call, &may, event, organisation)
}

/// Withdraws an identifier; an organisation keeps at least one.
pub fn withdraw(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &IdentifierOf,
) -> Result<Recorded<Stored>, Fault> {
    let (of, old) = (asked.organisation, &asked.identifier);
    let (may, organisation) =
        organisations::load(tx.db(), of)?.open::<ChangeIdentifiers>(&call.actor)?;
    call.saw(organisation.version)?;
    let was = held(&organisation, old)?.verified_at.is_some();
    if organisation.identifiers.len() == 1 {
        return Err(CannotIdentify::LastIdentifier.into());
    }
    store::delete(tx, of, old)?;
    let event = named(Event::of("identifier.withdrawn", "organisation", &of), old);
    changed(tx, call, &may, event.fact("was_verified", was), organisation)
}

/// An administrator verifies an identifier; a second verification has a new date.
pub fn verify(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &IdentifierOf,
) -> Result<Recorded<Stored>, Fault> {
    let (of, found) = (asked.organisation, &asked.identifier);
    let (may, organisation) =
        organisations::load(tx.db(), of)?.open::<VerifyIdentifier>(&call.actor)?;
    call.saw(organisation.version)?;
    held(&organisation, found)?;
    store::verify(tx, of, found, call.actor.user(), call.at)?;
    let event = named(Event::of("identifier.verified", "organisation", &of), found);
    changed(tx, call, &may, event, organisation)
}

fn held<'a>(
    organisation: &'a Stored,
    one: &Identifier,
) -> Result<&'a HeldIdentifier, CannotIdentify> {
    let found = organisation.identifiers.iter().find(|held| held.identifier == *one);
    found.ok_or_else(|| CannotIdentify::Unknown(one.to_string()))
}

fn named(event: Event, identifier: &Identifier) -> Event {
    event.fact("scheme", identifier.scheme.clone()).fact("identifier", identifier.id.clone())
}

/// Moves the organisation on to its next version, and logs it.
fn changed<R: Rule>(
    tx: &mut Tx<'_>,
    call: &Call,
    may: &Permit<R>,
    event: Event,
    organisation: Stored,
) -> Result<Recorded<Stored>, Fault> {
    let after = organisations::touch(tx, organisation, call.at)?;
    audit::record(tx, call, may, event.versions(after.version - 1, after.version), after)
}
