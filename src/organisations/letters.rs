//! Letters to the people who stand behind an organisation.

use super::members::store;
use crate::{
    outbox::{self, Letter},
    prelude::*,
};

/// Tells the members of an organisation that have one of some roles.
pub fn tell(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    roles: &[Role],
    letter: &Letter,
) -> Result<(), Fault> {
    let members = store::addressees(tx.db(), of, roles, call.at)?;
    outbox::send_to_all(tx, call, &members, letter)
}

/// Tells those who bid for a supplier: its owners and its bidders.
pub fn tell_bidders(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    letter: &Letter,
) -> Result<(), Fault> {
    tell(tx, call, of, &[Role::Owner, Role::Bidder], letter)
}

/// Every owner of an organisation gets a letter; where the places of all have run out, all do.
pub fn tell_owners(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    letter: &Letter,
) -> Result<(), Fault> {
    let mut owners = store::addressees(tx.db(), of, &[Role::Owner], call.at)?;
    if owners.is_empty() {
        owners = store::all_owners(tx.db(), of)?;
    }
    outbox::send_to_all(tx, call, &owners, letter)
}
