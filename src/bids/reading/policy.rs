//! The rights to read bids.

use super::{
    super::model::Bid,
    model::{BidForReader, LotForReader, Reader},
};
use crate::prelude::*;

/// Members of the supplier read a bid at any time; after the opening also panel members who have
/// declared their interests, approvers of the buyer, and auditors.
pub struct ReadBid;

impl Rule for ReadBid {
    const NAME: &'static str = "bid.read";
    type On = BidForReader;

    fn check(actor: &Actor, on: &BidForReader) -> Verdict {
        let supplier = on.bid.organisation;
        if actor.is_member(supplier) {
            return Ok(As::Organisation(supplier));
        }
        if on.lot.opened_at.is_none() || !on.bid.is_under_seal() {
            return Err(No::Hidden);
        }
        let buys = actor.has(Role::Approver, on.lot.organisation);
        if on.reader.seated || buys {
            return judges(&on.reader, &on.bid).map(|()| As::Organisation(on.lot.organisation));
        }
        actor.needs_grant(on.lot.organisation)
    }
}

/// A reader without a declaration, with a conflict, or from a bidder judges no bid.
fn judges(reader: &Reader, bid: &Bid) -> Result<(), No> {
    if reader.is_bidder {
        return Err(No::Forbidden("you belong to a bidder of this lot"));
    }
    if reader.seated && !reader.declared {
        return Err(No::Forbidden("declare your interests in this lot first"));
    }
    if bid.suppliers().any(|supplier| reader.conflicts.contains(&supplier)) {
        return Err(No::Forbidden("you have declared a conflict with this bidder"));
    }
    Ok(())
}

/// The same readers list the bids of a lot; the list leaves out bids that a conflict bars.
pub struct ListBids;

impl Rule for ListBids {
    const NAME: &'static str = "bid.list";
    type On = LotForReader;

    fn check(actor: &Actor, on: &LotForReader) -> Verdict {
        let buyer = on.lot.organisation;
        let buys = actor.has(Role::Approver, buyer);
        if on.reader.is_bidder && (on.reader.seated || buys) {
            return Err(No::Forbidden("you belong to a bidder of this lot"));
        }
        if buys || (on.reader.seated && (on.reader.declared || on.lot.opened_at.is_some())) {
            return Ok(As::Organisation(buyer));
        }
        actor.needs_grant(buyer)
    }
}
