//! The event and the version of the bid that every change of a partnership writes.

use super::super::{
    model::{Bid, Partnership},
    store,
};
use crate::prelude::*;

pub fn about(what: &'static str, of: &Partnership) -> Event {
    Event::of(what, "bid", &of.bid)
        .fact("partnership", of.id.to_string())
        .fact("partner", of.organisation.to_string())
        .sealed_until_opening(&of.lot)
}

/// Bumps the version of the bid, so that a change of partners invalidates an open `If-Match`.
pub fn touched(tx: &mut Tx<'_>, call: &Call, bid: &Bid, event: Event) -> Result<Event, Fault> {
    let now = store::update(tx, Bid { updated_at: call.at, ..bid.clone() })?;
    Ok(event.versions(bid.version, now.version))
}
