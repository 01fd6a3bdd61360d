//! Reading bids: one's own always; opened ones by those who may.

use zeroize::Zeroizing;

use super::{
    manifest::{self, Belongs},
    model::{Bid, BidContent, BidState},
    policy::{ListBids, ReadBid},
    store, store_keys,
};
use crate::{
    access::{Actor, No},
    app::{App, SealKey},
    db::{Db, Fault},
    kernel::{Id, Problem},
    opportunities::{self, Lot},
    organisations::Snapshot,
};

/// A draft out of its supplier's seal.
pub fn opened_draft(key: &SealKey, bid: Id<Bid>, sealed: &[u8]) -> Result<BidContent, Fault> {
    let plain = key.open(sealed, &draft_purpose(bid)).map_err(|error| Fault::corrupt(&error))?;
    serde_json::from_slice(&plain).map_err(|error| Fault::corrupt(&error))
}

/// A draft under its supplier's seal.
pub fn sealed_draft(key: &SealKey, bid: Id<Bid>, content: &BidContent) -> Result<Vec<u8>, Fault> {
    let plain = serde_json::to_vec(content).map(Zeroizing::new);
    let plain = plain.map_err(|error| Fault::corrupt(&error))?;
    key.seal(&plain, &draft_purpose(bid)).map_err(|error| Fault::corrupt(&error))
}

fn draft_purpose(bid: Id<Bid>) -> String {
    format!("draft of bid {bid}")
}

/// What an opened bid says. A sealed one has no way here: its lot's identity is on the other ring.
pub fn content(db: &mut Db, app: &App, bid: &Bid) -> Result<BidContent, Fault> {
    let (ring, wrapped) = store_keys::lot_key(db, bid.lot)?;
    if ring != "opened" {
        return Err(No::Hidden.into());
    }
    let row = store::submission(db, bid.id, bid.submitted_version)?.ok_or(No::Hidden)?;
    let purpose = opportunities::key_purpose(bid.lot);
    let identity = app.keys.opened.unwrap(&wrapped, &purpose);
    let identity = identity.map_err(|error| Fault::corrupt(&error))?;
    let plain = identity.open(&row.sealed).map_err(|error| Fault::corrupt(&error))?;
    let belongs = Belongs {
        lot: bid.lot,
        bid: bid.id,
        version: bid.submitted_version,
        supplier: bid.organisation,
    };
    manifest::content_of(&plain, &row.commitment, belongs).map_err(|why| Fault::corrupt(&why))
}

/// A bid as one reader sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub bid: Bid,
    pub lot: Lot,
    pub content: Option<BidContent>,
    /// The receipt of the newest submission, for its supplier.
    pub receipt: Option<store::Submission>,
}

/// A bid for its own supplier, with the draft; for others what was opened.
pub fn read(db: &mut Db, app: &App, actor: &Actor, id: Id<Bid>) -> Result<Seen, Fault> {
    let asked = store::load_for_reader(db, id, actor)?;
    let (may, on) = match asked.open::<ReadBid>(actor) {
        Ok(opened) => opened,
        Err(No::Hidden) => return Err(hidden(db, id)),
        Err(no) => return Err(no.into()),
    };
    let (bid, lot) = (on.bid, on.lot);
    if may.organisation() == Some(bid.organisation) {
        let key = store_keys::supplier_key(db, app, bid.organisation)?;
        let sealed = store::sealed_draft(db, id)?;
        let draft =
            key.zip(sealed).map(|(key, sealed)| opened_draft(&key, id, &sealed)).transpose()?;
        let receipt = store::submission(db, id, bid.submitted_version)?;
        let profile = sealed_profile(db, app, &bid)?;
        // What the partners say of themselves is for those who buy.
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

/// What went under seal of the supplier itself: readable, also for it, once the bid is open.
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

/// The same answer as for an id that names nothing; the log keeps who tried (SAFETY A1).
pub fn hidden(db: &mut Db, id: Id<Bid>) -> Fault {
    match store::load_bid(db, id) {
        Ok(bid) => {
            Fault::noteworthy(Problem::from(No::Hidden), "bid.sealed_read_refused", &bid.lot)
        }
        Err(fault) => fault,
    }
}

/// The bids of an opened lot, without those that a declared conflict bars.
pub fn list(db: &mut Db, actor: &Actor, lot: Id<Lot>) -> Result<(Lot, Vec<Bid>), Fault> {
    let (_, on) = store::load_lot_for_reader(db, lot, actor)?.open::<ListBids>(actor)?;
    if on.lot.opened_at.is_none() {
        return Err(super::model::CannotBid::Sealed.into());
    }
    let mut bids = store::of_lot(db, lot)?;
    bids.retain(|bid| !bid.suppliers().any(|one| on.reader.conflicts.contains(&one)));
    Ok((on.lot, bids))
}
