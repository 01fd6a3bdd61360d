//! The content of opened bids.

use super::{
    super::model::{Bid, BidContent},
    manifest::{self, Belongs},
    store,
};
use crate::{
    access::No,
    app::App,
    db::{Db, Fault},
    opportunities,
};

/// What an opened bid says. A sealed one has no way here: its lot's identity is on the other ring.
pub fn content(db: &mut Db, app: &App, bid: &Bid) -> Result<BidContent, Fault> {
    let (ring, wrapped) = store::lot_key(db, bid.lot)?;
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
