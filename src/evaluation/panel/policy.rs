//! The rights to appoint a panel and to see it.

use super::super::{model::LotForMember, policy::buyer};
use crate::{
    opportunities::{Lot, LotState},
    prelude::*,
};

/// Owners and approvers of the buyer appoint; people may come from elsewhere.
pub struct Appoint;

impl Rule for Appoint {
    const NAME: &'static str = "panel.appoint";
    type On = Lot;

    fn check(actor: &Actor, lot: &Lot) -> Verdict {
        if lot.state == LotState::Draft {
            return Err(No::Hidden);
        }
        let sentence = "an owner or an approver of the public body appoints the panel";
        actor.needs_openly(&[Role::Owner, Role::Approver], lot.organisation, sentence)
    }
}

pub struct ReadPanel;

impl Rule for ReadPanel {
    const NAME: &'static str = "panel.read";
    type On = LotForMember;

    fn check(actor: &Actor, on: &LotForMember) -> Verdict {
        if actor.is_member(on.lot.organisation) || on.seat.is_some() {
            return Ok(buyer(&on.lot));
        }
        actor.needs_grant(on.lot.organisation)
    }
}
