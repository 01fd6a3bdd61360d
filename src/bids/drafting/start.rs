//! `POST /v1/lots/{id}/bids`: a draft, kept under the supplier's own key.

use super::{
    super::{
        model::{Bid, BidState, CannotBid},
        partners::{self, CannotPartner},
        store,
        timing::takes_bids,
    },
    policy::StartBid,
};
use crate::{opportunities::Lot, prelude::*};

/// Starts a bid, or starts again after a withdrawal. One supplier has one bid for a lot.
pub fn start(
    tx: &mut Tx<'_>,
    call: &Call,
    lot: Id<Lot>,
    supplier: Id<Organisation>,
) -> Result<Recorded<Bid>, Fault> {
    let found = store::load_for_bidder(tx.db(), lot, supplier)?;
    let (may, found) = found.open::<StartBid>(&call.actor)?;
    call.saw(found.lot.version)?;
    found.lot.runs_here()?;
    takes_bids(&found.lot, call)?;
    if partners::accepted_by(tx.db(), lot, supplier)?.is_some() {
        return Err(CannotPartner::IsPartner.into());
    }
    let by = call.person()?;
    let before = store::of_supplier(tx.db(), lot, supplier)?;
    let bid = match before {
        None => {
            let new = Bid {
                id: Id::new(),
                lot,
                organisation: supplier,
                supplier_name: String::new(),
                supplier_suspended: false,
                state: BidState::Draft,
                state_reason: None,
                submitted_version: 0,
                price: None,
                partners: Vec::new(),
                created_at: call.at,
                updated_at: call.at,
                version: 1,
            };
            store::insert(tx, &new, by)?;
            new
        }
        Some(old) if old.state == BidState::Withdrawn => {
            let again = Bid { state: BidState::Draft, updated_at: call.at, ..old };
            store::update(tx, again)?
        }
        Some(old) => return Err(CannotBid::HasOne(old.id).into()),
    };
    let event = Event::of("bid.started", "bid", &bid.id).sealed_until_opening(&lot);
    audit::record(tx, call, &may, event, bid)
}
