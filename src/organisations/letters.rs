//! Letters to the people who stand behind an organisation.

use super::members::store;
use crate::{
    access::{Organisation, Role},
    audit::Call,
    db::{Fault, Tx},
    kernel::Id,
    outbox::{self, Letter},
};

/// Tells those who bid for a supplier: its owners and its bidders.
pub fn tell_bidders(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    letter: &Letter,
) -> Result<(), Fault> {
    for to in store::addressees(tx.db(), of, &[Role::Owner, Role::Bidder], call.at)? {
        outbox::send(tx, call, &to, letter)?;
    }
    Ok(())
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
    for owner in owners {
        outbox::send(tx, call, &owner, letter)?;
    }
    Ok(())
}
