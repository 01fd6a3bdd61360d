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
        let sentence = "you have a conflict of interest with a bidder of this lot: another person has to decide";
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
            Some(_) => Err(No::Forbidden("only the chair of the panel can propose the decision")),
            None if actor.is_member(lot.on.lot.organisation) => {
                Err(No::Forbidden("only the chair of the panel can propose the decision"))
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
        let sentence = "this needs the role approver, which owners of your organisation give";
        let seat = lot.on.seat(actor.user());
        let proposed = lot.decision.as_ref().map(|decision| decision.proposed_by);
        if proposed.is_some() && proposed == actor.user() {
            return Err(No::SamePerson(
                "you proposed this decision: another approver has to approve it",
            ));
        }
        let yes = actor.needs(&[Role::Approver], lot.on.lot.organisation, sentence)?;
        let judged = actor.user().is_some_and(|user| lot.judges.contains(&user));
        if judged || seat.is_some_and(|seat| seat.scores || seat.role == PanelRole::Chair) {
            let sentence = "you marked these bids: another approver has to approve the decision";
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
    const FRESH: bool = true;
    type On = LotUnderDecision;

    fn check(actor: &Actor, lot: &LotUnderDecision) -> Verdict {
        let sentence = "this needs the role approver, which owners of your organisation give";
        let yes = actor.needs(&[Role::Approver], lot.on.lot.organisation, sentence)?;
        unconflicted(actor, lot).map(|()| yes)
    }
}

/// A contract, and the lot after whose decision it was signed.
#[derive(Debug, Clone)]
pub struct ContractUnderLot {
    pub contract: Contract,
    pub lot: LotUnderDecision,
}

/// Before its details are public a contract is its suppliers' and the buyer's, but for those who
/// have a conflict.
pub struct ReadContract;

impl Rule for ReadContract {
    const NAME: &'static str = "contract.read";
    type On = ContractUnderLot;

    fn check(actor: &Actor, of: &ContractUnderLot) -> Verdict {
        let contract = &of.contract;
        if contract.details_published_at.is_some() {
            return Ok(As::Themselves);
        }
        let mut parties = contract.suppliers.iter().map(|one| one.organisation);
        if let Some(own) = parties.find(|one| actor.is_member(*one)) {
            return Ok(As::Organisation(own));
        }
        if actor.is_member(contract.buyer) {
            unconflicted(actor, &of.lot).map_err(|_no| No::Hidden)?;
            return Ok(As::Organisation(contract.buyer));
        }
        actor.needs_grant(contract.buyer)
    }
}

/// Another approver than the one who recorded it makes its details public, unless a conflict keeps
/// them from it.
pub struct PublishContract;

impl Rule for PublishContract {
    const NAME: &'static str = "contract.publish_details";
    const FRESH: bool = true;
    type On = ContractUnderLot;

    fn check(actor: &Actor, of: &ContractUnderLot) -> Verdict {
        let contract = &of.contract;
        let seen = ReadContract::check(actor, of);
        let sentence = "this needs the role approver, which owners of your organisation give";
        let yes = match actor.needs(&[Role::Approver], contract.buyer, sentence) {
            Err(No::Hidden) if seen.is_ok() => {
                return Err(No::Forbidden("an approver of the public body publishes the details"));
            }
            other => other?,
        };
        unconflicted(actor, &of.lot)?;
        if actor.user() == Some(contract.recorded_by) {
            let sentence = "you recorded this contract: another approver publishes its details";
            return Err(No::SamePerson(sentence));
        }
        Ok(yes)
    }
}
