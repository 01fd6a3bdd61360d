//! Whether a lot takes bids at an instant, and whether a bid may be written on.

use super::model::{Bid, BidState, CannotBid};
use crate::{
    opportunities::{Lot, LotState, Phase},
    prelude::*,
};

/// Judges by the request's arrival whether the lot still takes bids.
pub fn takes_bids(lot: &Lot, call: &Call) -> Result<(), Fault> {
    let phase = lot.phase(call.at);
    if phase == Phase::Open {
        return Ok(());
    }
    if phase == Phase::Closed {
        return lot.verdict(call.at).map_err(Fault::from);
    }
    Err(CannotBid::NotOpen(lot.state).into())
}

/// On time, or refused with both instants; the attempt is kept in the log (SAFETY B11).
pub fn in_time(lot: &Lot, call: &Call) -> Result<(), Fault> {
    lot.verdict(call.at).map_err(|late| Fault::noteworthy(late, "bid.refused_late", &lot.id))?;
    if lot.state == LotState::Published {
        Ok(())
    } else {
        Err(CannotBid::NotOpen(lot.state).into())
    }
}

/// Drafts and submitted bids may be written on; others may not.
pub fn writable(bid: &Bid, asked: &'static str) -> Result<(), CannotBid> {
    match bid.state {
        BidState::Draft | BidState::Submitted => Ok(()),
        state @ (BidState::Withdrawn
        | BidState::Received
        | BidState::IntegrityFailed
        | BidState::Excluded
        | BidState::Successful
        | BidState::Unsuccessful) => Err(CannotBid::WrongState(state, asked)),
    }
}
