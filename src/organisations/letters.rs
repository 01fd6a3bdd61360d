//! Addressees of letters to an organisation.

use super::members::store;
use crate::{
    outbox::{self, Letter},
    prelude::*,
};

/// Sends a letter to the members of an organisation with one of some roles.
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

/// Sends a letter to the owners and bidders of a supplier.
pub fn tell_bidders(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    letter: &Letter,
) -> Result<(), Fault> {
    tell(tx, call, of, &[Role::Owner, Role::Bidder], letter)
}

/// Sends a letter to the owners whose membership is confirmed; where none is, to all owners.
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
