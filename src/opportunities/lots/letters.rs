//! Who is told of a change of a lot.

use super::{model::Lot, store::bidders};
use crate::{
    opportunities::{policy::Read, store},
    outbox::{self, Addressee, Letter},
    prelude::*,
    suppliers,
};

/// Tells bidders, and suppliers that follow the themes of the opportunity, each person once.
pub fn tell(tx: &mut Tx<'_>, call: &Call, lot: &Lot, letter: &Letter) -> Result<(), Fault> {
    let mut all: Vec<Addressee> = bidders(tx.db(), lot.id, call.at)?;
    let (_, opportunity) = store::load(tx.db(), lot.opportunity)?.open::<Read>(&call.actor)?;
    all.extend(suppliers::interested_in(tx.db(), &opportunity.content.themes)?);
    all.sort_by_key(|to| to.user);
    all.dedup_by_key(|to| to.user);
    outbox::send_to_all(tx, call, &all, letter)
}
