//! The rights of a supplier over its bids. Before the opening only members of the supplier know of a
//! bid: for other callers it does not exist.

use super::model::Bid;
use crate::{organisations::Card, prelude::*};

pub const BIDDERS: &str = "this needs the role bidder, which owners of your organisation give";

/// Changing, submitting and withdrawing are one right: the supplier's bidders have it.
pub struct WriteBid;

impl Rule for WriteBid {
    const NAME: &'static str = "bid.write";
    type On = Bid;

    fn check(actor: &Actor, bid: &Bid) -> Verdict {
        actor.needs(&[Role::Owner, Role::Bidder], bid.organisation, BIDDERS)
    }
}

pub struct ListOwnBids;

impl Rule for ListOwnBids {
    const NAME: &'static str = "bid.list_own";
    type On = Card;

    fn check(actor: &Actor, organisation: &Card) -> Verdict {
        actor.needs_membership(organisation.id)
    }
}
