//! Letters about lots.

use super::{
    model::{Amendment, Lot},
    store::bidders,
};
use crate::{
    opportunities::{policy::Read, store},
    outbox::{self, Letter, Place},
    prelude::*,
    suppliers,
};

/// Tells bidders, and suppliers that follow the themes of the opportunity, each person once.
pub fn tell(tx: &mut Tx<'_>, call: &Call, lot: &Lot, letter: &Letter) -> Result<(), Fault> {
    let mut all = bidders(tx.db(), lot.id, call.at)?;
    let (_, opportunity) = store::load(tx.db(), lot.opportunity)?.open::<Read>(&call.actor)?;
    all.extend(suppliers::interested_in(tx.db(), &opportunity.content.themes)?);
    all.sort_by_key(|to| to.user);
    all.dedup_by_key(|to| to.user);
    outbox::send_to_all(tx, call, &all, letter)
}

fn about(lot: &Lot, letter: Letter) -> Letter {
    letter
        .fact("Opportunity", &lot.opportunity_title)
        .fact("Lot", &lot.title)
        .link("Read the lot", Place::Lot(&lot.id))
        .about(&lot.id)
}

pub fn deadline_moved(lot: &Lot, made: &Amendment) -> Letter {
    let letter = Letter::new("lot.deadline_moved", format!("More time: {}", lot.title))
        .says("The deadline for bids has moved later, for everybody alike. Bids and receipts that you have stay good; you may still replace or withdraw a bid until the new deadline.")
        .fact("Bids closed before", &made.old_close_at.in_london())
        .fact("Bids close now", &made.new_close_at.in_london())
        .fact("Reason", &made.reason);
    about(lot, letter)
}

pub fn cancelled(lot: &Lot, reason: &str) -> Letter {
    let letter = Letter::new("lot.cancelled", format!("Cancelled: {}", lot.title))
        .says("The public body has cancelled this lot. Sealed bids stay sealed and are not opened.")
        .fact("Reason", &reason);
    about(lot, letter)
}
