//! The content of opened bids.

use super::{
    super::model::{Bid, BidContent},
    manifest::{self, Belongs},
    store,
};
use crate::{app::App, opportunities, prelude::*};

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
