//! The content of bids: drafts under the key of their supplier, opened bids under the key of their
//! lot.

use zeroize::Zeroizing;

use super::{
    super::model::{Bid, BidContent},
    manifest::{self, Belongs},
    store,
};
use crate::{
    app::{App, SealKey},
    opportunities,
    prelude::*,
};

/// The content of an opened bid. A sealed one has no way here: its lot's identity is on the other
/// key ring.
pub fn content(db: &mut Db, app: &App, bid: &Bid) -> Result<BidContent, Fault> {
    let key = store::lot_key(db, bid.lot)?;
    if key.ring != "opened" {
        return Err(No::Hidden.into());
    }
    let row = store::submission(db, bid.id, bid.submitted_version)?.ok_or(No::Hidden)?;
    let purpose = opportunities::key_purpose(bid.lot);
    let identity = app.keys.opened.unwrap(&key.wrapped, &purpose);
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

/// A draft out of its supplier's seal.
pub fn opened_draft(key: &SealKey, bid: Id<Bid>, sealed: &[u8]) -> Result<BidContent, Fault> {
    let plain = key.open(sealed, &draft_purpose(bid)).map_err(|error| Fault::corrupt(&error))?;
    Ok(serde_json::from_slice(&plain)?)
}

/// A draft under its supplier's seal.
pub fn sealed_draft(key: &SealKey, bid: Id<Bid>, content: &BidContent) -> Result<Vec<u8>, Fault> {
    let plain = Zeroizing::new(serde_json::to_vec(content)?);
    key.seal(&plain, &draft_purpose(bid)).map_err(|error| Fault::corrupt(&error))
}

fn draft_purpose(bid: Id<Bid>) -> String {
    format!("draft of bid {bid}")
}

/// The draft of a bid; empty before anything was written.
pub fn draft_of(db: &mut Db, app: &App, bid: &Bid) -> Result<Option<BidContent>, Fault> {
    let key = store::supplier_key(db, app, bid.organisation)?;
    let sealed = store::stored_draft(db, bid.id)?;
    key.zip(sealed).map(|(key, sealed)| opened_draft(&key, bid.id, &sealed)).transpose()
}
