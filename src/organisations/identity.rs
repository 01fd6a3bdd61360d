//! `PUT /v1/organisations/{id}/identity`: the name and the identifiers, on which the verification of
//! an organisation rests; a change asks for a new one.

use super::{
    identifiers::{HeldIdentifier, Identifier, store as identifiers},
    likeness::composed,
    model::{CannotOrganise, Stored},
    policy::ChangeIdentity,
    store,
};
use crate::prelude::*;

#[derive(Debug, Clone)]
pub struct NewIdentity {
    pub organisation: Id<Organisation>,
    pub name: Line<200>,
    pub identifiers: Vec<Identifier>,
}

/// Changes the name and the identifiers; where they are the same as before no verification follows.
pub fn change(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &NewIdentity,
) -> Result<Recorded<Stored>, Fault> {
    let id = asked.organisation;
    let (may, organisation) = store::load(tx.db(), id)?.open::<ChangeIdentity>(&call.actor)?;
    call.saw(organisation.version)?;
    for identifier in &asked.identifiers {
        if identifiers::holder_of(tx.db(), identifier)?.is_some_and(|holder| holder != id) {
            return Err(CannotOrganise::Taken(identifier.to_string()).into());
        }
    }
    let name = composed(asked.name.as_str());
    if store::has_a_twin(tx.db(), &name, id)? {
        return Err(CannotOrganise::LooksLike.into());
    }
    // Identifiers that stay keep their verification; new ones have none yet.
    let held = |one: &Identifier| {
        let known = organisation.identifiers.iter().find(|held| held.identifier == *one);
        known.cloned().unwrap_or_else(|| HeldIdentifier::new(one.clone()))
    };
    let mut wanted: Vec<HeldIdentifier> = asked.identifiers.iter().map(held).collect();
    wanted.sort_by(|a, b| a.identifier.cmp(&b.identifier));
    let same = name == organisation.name && wanted == organisation.identifiers;
    let changed = Stored { name, identifiers: wanted, ..organisation };
    let changed = if same { changed } else { changed.changed_identity(call.at) };
    store::update_identity(tx, &changed)?;
    let changed = store::update_state(tx, changed, call.at)?;
    let event = Event::over("organisation.identity_changed", &changed)
        .fact("looked_at_again", changed.standing.reverifying_since.is_some());
    audit::record(tx, call, &may, event, changed)
}
