//! Who may do what with bids. Before the opening a bid is its supplier's alone: to everybody else
//! it does not exist.

use super::{
    model::{Bid, BidForReader, LotForBidder, Reader},
    store_partners::Between,
};
use crate::{
    access::{Actor, As, No, Organisation, OrganisationKind, Role, Rule, User, Verdict},
    kernel::Id,
    opportunities::{Lot, LotState},
};

const BIDDERS: &str = "ask an owner of your organisation to make you a bidder";

pub struct StartBid;

impl Rule for StartBid {
    const NAME: &'static str = "bid.start";
    type On = LotForBidder;

    fn check(actor: &Actor, on: &LotForBidder) -> Verdict {
        if on.lot.state == LotState::Draft {
            return Err(No::Hidden);
        }
        let yes = actor.needs_openly(&[Role::Owner, Role::Bidder], on.organisation, BIDDERS)?;
        if on.kind != OrganisationKind::Supplier || on.suspended {
            return Err(No::Forbidden("only suppliers that are not suspended bid"));
        }
        if !on.came_through {
            return Err(No::Forbidden(
                "this stage takes bids only from suppliers that were awarded the one before it",
            ));
        }
        Ok(yes)
    }
}

/// Changing, submitting and withdrawing are one right: the supplier's bidders have it.
pub struct WriteBid;

impl Rule for WriteBid {
    const NAME: &'static str = "bid.write";
    type On = Bid;

    fn check(actor: &Actor, bid: &Bid) -> Verdict {
        actor.needs(&[Role::Owner, Role::Bidder], bid.organisation, BIDDERS)
    }
}

/// The partner's bidders say yes or no: nobody joins a bid by the word of another.
pub struct AnswerPartnership;

impl Rule for AnswerPartnership {
    const NAME: &'static str = "bid_partnership.answer";
    type On = Between;

    fn check(actor: &Actor, on: &Between) -> Verdict {
        actor.needs(&[Role::Owner, Role::Bidder], on.partnership.organisation, BIDDERS)
    }
}

/// Either side ends it: in whose name is said by which of them the actor belongs to, the lead first.
pub struct EndPartnership;

impl Rule for EndPartnership {
    const NAME: &'static str = "bid_partnership.end";
    type On = Between;

    fn check(actor: &Actor, on: &Between) -> Verdict {
        let as_lead = actor.needs(&[Role::Owner, Role::Bidder], on.lead, BIDDERS);
        as_lead.or_else(|no| match AnswerPartnership::check(actor, on) {
            Err(No::Hidden) => Err(no),
            as_partner => as_partner,
        })
    }
}

/// Whom a bid has asked is its supplier's alone.
pub struct ListPartners;

impl Rule for ListPartners {
    const NAME: &'static str = "bid.list_partners";
    type On = Bid;

    fn check(actor: &Actor, bid: &Bid) -> Verdict {
        actor.needs_membership(bid.organisation)
    }
}

pub struct ListOwnBids;

impl Rule for ListOwnBids {
    const NAME: &'static str = "bid.list_own";
    type On = crate::organisations::Card;

    fn check(actor: &Actor, organisation: &crate::organisations::Card) -> Verdict {
        actor.needs_membership(organisation.id)
    }
}

/// Its supplier's members always; after the opening the panel, once each has declared interests,
/// the buyer's approvers, and auditors (DOMAIN.md, Who sees a bid).
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

/// Nobody judges without a declaration, with a conflict, or while working for a bidder.
fn judges(reader: &Reader, bid: &Bid) -> Result<(), No> {
    if reader.is_bidder {
        return Err(No::Forbidden("you belong to a bidder of this lot"));
    }
    if reader.seated && !reader.declared {
        return Err(No::Forbidden("declare your interests first: POST /v1/lots/{id}/declarations"));
    }
    if bid.suppliers().any(|supplier| reader.conflicts.contains(&supplier)) {
        return Err(No::Forbidden("you have declared a conflict with this bidder"));
    }
    Ok(())
}

/// A lot with what its reader is to it.
#[derive(Debug, Clone)]
pub struct LotForReader {
    pub lot: Lot,
    pub reader: Reader,
}

/// The list of bids: for the same readers; what a conflict bars is left out of it.
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

/// A lot with those who have already approved its opening and are still heard.
#[derive(Debug, Clone)]
pub struct LotForOpening {
    pub lot: Lot,
    pub approved_by: Vec<Id<User>>,
    pub suppliers: Vec<Id<Organisation>>,
}

/// Two different openers of the public body, neither of them a bidder's member.
pub struct ApproveOpening;

impl Rule for ApproveOpening {
    const NAME: &'static str = "lot.approve_opening";
    const FRESH: bool = true;
    type On = LotForOpening;

    fn check(actor: &Actor, on: &LotForOpening) -> Verdict {
        let sentence = "ask an owner of your organisation to make you an opener";
        let yes = actor.needs_openly(&[Role::Opener], on.lot.organisation, sentence)?;
        if on.suppliers.iter().any(|supplier| actor.belongs_to(*supplier)) {
            return Err(No::Forbidden("you belong to a supplier: somebody else opens this lot"));
        }
        if actor.user().is_some_and(|user| on.approved_by.contains(&user)) {
            return Err(No::SamePerson(
                "you have approved already: another opener gives the second approval",
            ));
        }
        Ok(yes)
    }
}
