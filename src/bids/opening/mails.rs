//! Letters about openings.

use super::{
    super::{mails::about_lot, model::Bid},
    store,
};
use crate::{
    accounts,
    opportunities::Lot,
    organisations,
    outbox::{self, Letter, Place},
    prelude::*,
};

fn opened_for_bidder(lot: &Lot) -> Letter {
    let letter = Letter::new("lot.opened", format!("Opened: the bids for {}", lot.title))
        .says("Two officers have opened all bids of this lot together, yours among them. It is now with the panel; you will hear of the decision and how your bid was marked.");
    about_lot(lot, letter).link("See the lot", Place::Lot(&lot.id)).about(&lot.id)
}

fn opened_for_buyer(lot: &Lot, bids: usize) -> Letter {
    let letter = Letter::new("lot.opened_for_panel", format!("Opened: {} has {bids} bids", lot.title))
        .says("The bids of this lot have been opened. Members of its panel declare their interests first; then they can read and mark the bids.")
        .fact("Bids", &bids);
    about_lot(lot, letter).link("See the lot", Place::Lot(&lot.id)).about(&lot.id)
}

/// Tells bidders that their bids were opened, and the buyer's officers and panel that they may go
/// on.
pub fn tell(tx: &mut Tx<'_>, call: &Call, lot: &Lot, bids: &[Bid]) -> Result<(), Fault> {
    let to_bidder = opened_for_bidder(lot);
    for bid in bids {
        organisations::tell_bidders(tx, call, bid.organisation, &to_bidder)?;
    }
    let to_buyer = opened_for_buyer(lot, bids.len());
    let mut all = organisations::addressees(
        tx.db(),
        lot.organisation,
        &[Role::Approver, Role::Opener],
        call.at,
    )?;
    for user in store::panel_of(tx.db(), lot.id)? {
        all.push(accounts::addressee(tx.db(), user)?);
    }
    all.sort_by_key(|to| to.user);
    all.dedup_by_key(|to| to.user);
    outbox::send_to_all(tx, call, &all, &to_buyer)
}
