//! Who may decide, and who may hear of it.

use super::{contracts::Contract, model::LotUnderDecision};
use crate::{
    access::{Actor, As, No, Organisation, Role, Rule, Verdict},
    bids::Bid,
    evaluation::PanelRole,
    kernel::Id,
};

/// Who has a conflict with a bidder, or works for one, decides nothing about the lot.
fn unconflicted(actor: &Actor, lot: &LotUnderDecision) -> Result<(), No> {
    if lot.on.has_conflict(actor) {
        let sentence =
            "you have a conflict with a bidder of this lot: somebody without one decides";
        Err(No::Forbidden(sentence))
    } else {
        Ok(())
    }
}

/// The chair proposes.
pub struct Propose;

impl Rule for Propose {
    const NAME: &'static str = "decision.propose";
    type On = LotUnderDecision;

    fn check(actor: &Actor, lot: &LotUnderDecision) -> Verdict {
        let seat = lot.on.seat(actor.user());
        match seat {
            Some(seat) if seat.role == PanelRole::Chair && seat.has_declared() => {
                unconflicted(actor, lot).map(|()| As::Organisation(lot.on.lot.organisation))
            }
            Some(_) => Err(No::Forbidden("the chair of the panel proposes the decision")),
            None if actor.is_member(lot.on.lot.organisation) => {
                Err(No::Forbidden("the chair of the panel proposes the decision"))
            }
            None => Err(No::Hidden),
        }
    }
}

/// Another person settles it: an approver of the buyer who neither proposed nor marked (SAFETY D11).
pub struct Settle;

impl Rule for Settle {
    const NAME: &'static str = "decision.settle";
    const FRESH: bool = true;
    type On = LotUnderDecision;

    fn check(actor: &Actor, lot: &LotUnderDecision) -> Verdict {
        let sentence = "ask an owner of your organisation to make you an approver";
        let seat = lot.on.seat(actor.user());
        let proposed = lot.decision.as_ref().map(|decision| decision.proposed_by);
        if proposed.is_some() && proposed == actor.user() {
            return Err(No::SamePerson("you proposed this decision: another approver settles it"));
        }
        let yes = actor.needs(&[Role::Approver], lot.on.lot.organisation, sentence)?;
        let judged = actor.user().is_some_and(|user| lot.judges.contains(&user));
        if judged || seat.is_some_and(|seat| seat.scores || seat.role == PanelRole::Chair) {
            let sentence = "you marked these bids: another approver settles the decision";
            return Err(No::SamePerson(sentence));
        }
        unconflicted(actor, lot).map(|()| yes)
    }
}

/// Those who judge or decide, unless they have a conflict: a decision says who is to win, and what
/// was noted of suppliers.
pub struct ReadDecision;

impl Rule for ReadDecision {
    const NAME: &'static str = "decision.read";
    type On = LotUnderDecision;

    fn check(actor: &Actor, lot: &LotUnderDecision) -> Verdict {
        let declared = lot.on.seat(actor.user()).is_some_and(crate::evaluation::Seat::has_declared);
        let buyer = lot.on.lot.organisation;
        if declared || actor.has(Role::Approver, buyer) {
            return unconflicted(actor, lot).map(|()| As::Organisation(buyer));
        }
        actor.needs_grant(buyer)
    }
}

/// One bid of a decided lot.
#[derive(Debug, Clone)]
pub struct BidAfterDecision {
    pub bid: Bid,
    pub lot: LotUnderDecision,
}

/// Each supplier reads its own summary; the buyer's approvers, the chair and auditors read all.
pub struct ReadSummary;

impl Rule for ReadSummary {
    const NAME: &'static str = "bid.read_summary";
    type On = BidAfterDecision;

    fn check(actor: &Actor, of: &BidAfterDecision) -> Verdict {
        let supplier: Id<Organisation> = of.bid.organisation;
        if actor.is_member(supplier) {
            return Ok(As::Organisation(supplier));
        }
        if of.lot.on.lot.opened_at.is_none() {
            return Err(No::Hidden);
        }
        ReadDecision::check(actor, &of.lot)
    }
}

/// An approver of the buyer records what was signed, unless a conflict keeps them from deciding.
pub struct RecordContract;

impl Rule for RecordContract {
    const NAME: &'static str = "contract.record";
    type On = LotUnderDecision;

    fn check(actor: &Actor, lot: &LotUnderDecision) -> Verdict {
        let sentence = "ask an owner of your organisation to make you an approver";
        let yes = actor.needs(&[Role::Approver], lot.on.lot.organisation, sentence)?;
        unconflicted(actor, lot).map(|()| yes)
    }
}

/// Before its details are public a contract is the buyer's and its suppliers'.
pub struct ReadContract;

impl Rule for ReadContract {
    const NAME: &'static str = "contract.read";
    type On = Contract;

    fn check(actor: &Actor, contract: &Contract) -> Verdict {
        if contract.details_published_at.is_some() {
            return Ok(As::Themselves);
        }
        let parties = contract.suppliers.iter().map(|one| one.organisation);
        let mut sides = std::iter::once(contract.buyer).chain(parties);
        match sides.find(|side| actor.is_member(*side)) {
            Some(side) => Ok(As::Organisation(side)),
            None => actor.needs_grant(contract.buyer),
        }
    }
}

/// Another approver than the one who recorded it makes its details public.
pub struct PublishContract;

impl Rule for PublishContract {
    const NAME: &'static str = "contract.publish_details";
    type On = Contract;

    fn check(actor: &Actor, contract: &Contract) -> Verdict {
        let sentence = "ask an owner of your organisation to make you an approver";
        if contract.details_published_at.is_none()
            && !actor.is_member(contract.buyer)
            && contract.suppliers.iter().any(|one| actor.is_member(one.organisation))
        {
            return Err(No::Forbidden("the public body publishes the details"));
        }
        let yes = if contract.details_published_at.is_some() {
            actor.needs_openly(&[Role::Approver], contract.buyer, sentence)?
        } else {
            actor.needs(&[Role::Approver], contract.buyer, sentence)?
        };
        if actor.user() == Some(contract.recorded_by) {
            let sentence = "you recorded this contract: another approver publishes its details";
            return Err(No::SamePerson(sentence));
        }
        Ok(yes)
    }
}
