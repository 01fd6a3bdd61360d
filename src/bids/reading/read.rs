//! `GET /v1/bids/{id}`, `GET /v1/lots/{id}/bids` and `GET /v1/organisations/{id}/bids`.

use super::{
    super::{
        model::{Bid, BidContent, BidState, CannotBid},
        policy::ListOwnBids,
        seal::{self, content},
        store,
    },
    model::Seen,
    policy::{ListBids, ReadBid},
    store as reader_store,
};
use crate::{
    app::App,
    http::{Page, PageOf},
    opportunities::Lot,
    prelude::*,
    suppliers::Snapshot,
};

/// A bid with its draft for its own supplier, and with the opened content for other readers.
pub fn read(db: &mut Db, app: &App, actor: &Actor, id: Id<Bid>) -> Result<Seen, Fault> {
    let asked = reader_store::load_for_reader(db, id, actor)?;
    let (may, on) = match asked.open::<ReadBid>(actor) {
        Ok(opened) => opened,
        Err(No::Hidden) => return Err(store::hidden(db, id)),
        Err(no) => return Err(no.into()),
    };
    let (bid, lot) = (on.bid, on.lot);
    if may.organisation() == Some(bid.organisation) {
        let draft = seal::draft_of(db, app, &bid)?;
        let receipt = seal::submission(db, id, bid.submitted_version)?;
        let profile = sealed_profile(db, app, &bid)?;
        // The profiles of partners are for the buyer.
        let content = Some(BidContent { profile, ..draft.unwrap_or_default() });
        return Ok(Seen { bid, lot, content, receipt });
    }
    let content = match bid.state {
        BidState::IntegrityFailed => None,
        BidState::Draft
        | BidState::Submitted
        | BidState::Withdrawn
        | BidState::Received
        | BidState::Excluded
        | BidState::Successful
        | BidState::Unsuccessful => Some(content(db, app, &bid)?),
    };
    Ok(Seen { bid, lot, content, receipt: None })
}

/// The profile under the seal: readable, also for the supplier, once the bid is open.
fn sealed_profile(db: &mut Db, app: &App, bid: &Bid) -> Result<Option<Snapshot>, Fault> {
    match bid.state {
        BidState::Draft | BidState::Submitted | BidState::Withdrawn | BidState::IntegrityFailed => {
            Ok(None)
        }
        BidState::Received | BidState::Excluded | BidState::Successful | BidState::Unsuccessful => {
            Ok(content(db, app, bid)?.profile)
        }
    }
}

/// The bids of an opened lot, without those that a declared conflict bars.
pub fn list(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<Vec<Bid>, Fault> {
    let (_, on) = reader_store::load_lot_for_reader(db, lot, actor)?.open::<ListBids>(actor)?;
    if on.lot.opened_at.is_none() {
        return Err(CannotBid::Sealed.into());
    }
    let mut bids = store::of_lot(db, lot)?;
    bids.retain(|bid| !bid.suppliers().any(|one| on.reader.conflicts.contains(&one)));
    Ok(bids)
}

/// A page of a supplier's own bids.
#[derive(Debug, Clone)]
pub struct OwnBids {
    pub supplier: Id<Organisation>,
    pub page: PageOf,
}

/// A supplier's own bids for its members, newest first.
pub fn own(db: &mut Db, actor: &Actor, asked: &OwnBids) -> Result<Page<Bid>, Fault> {
    let found = store::load_supplier(db, asked.supplier)?;
    let (_, supplier) = found.open::<ListOwnBids>(actor)?;
    let rows = store::of_organisation(db, supplier.id, &asked.page)?;
    Ok(asked.page.cut(rows, |bid| bid.id.to_string()))
}
