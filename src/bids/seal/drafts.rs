//! Drafts under the key of their supplier.

use zeroize::Zeroizing;

use super::{
    super::model::{Bid, BidContent},
    store,
};
use crate::{
    app::{App, SealKey},
    prelude::*,
};

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
