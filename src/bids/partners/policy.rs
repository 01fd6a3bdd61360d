//! The rights to answer, end and list partnerships.

use super::{
    super::{model::Bid, policy::BIDDERS},
    model::PartnershipWithLead,
};
use crate::prelude::*;

/// Bidders of the partner accept or decline: no other person can commit the partner to a bid.
pub struct AnswerPartnership;

impl Rule for AnswerPartnership {
    const NAME: &'static str = "bid_partnership.answer";
    type On = PartnershipWithLead;

    fn check(actor: &Actor, on: &PartnershipWithLead) -> Verdict {
        actor.needs(&[Role::Owner, Role::Bidder], on.partnership.organisation, BIDDERS)
    }
}

/// Either side ends a partnership, in the name of the side to which the actor belongs, the lead
/// first.
pub struct EndPartnership;

impl Rule for EndPartnership {
    const NAME: &'static str = "bid_partnership.end";
    type On = PartnershipWithLead;

    fn check(actor: &Actor, on: &PartnershipWithLead) -> Verdict {
        let as_lead = actor.needs(&[Role::Owner, Role::Bidder], on.lead, BIDDERS);
        as_lead.or_else(|no| match AnswerPartnership::check(actor, on) {
            Err(No::Hidden) => Err(no),
            as_partner => as_partner,
        })
    }
}

/// Only the lead knows which suppliers its bid has asked.
pub struct ListPartners;

impl Rule for ListPartners {
    const NAME: &'static str = "bid.list_partners";
    type On = Bid;

    fn check(actor: &Actor, bid: &Bid) -> Verdict {
        actor.needs_membership(bid.organisation)
    }
}
