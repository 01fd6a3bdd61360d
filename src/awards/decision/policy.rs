//! The rights to propose, approve and read decisions.

use super::model::{LotForApprover, LotForDecider};
use crate::{
    evaluation::{Assessor, PanelRole},
    prelude::*,
};

/// People with a conflict with a bidder, or who work for one, decide nothing about the lot.
pub fn ensure_unconflicted(assessor: &Assessor) -> Result<(), No> {
    if assessor.has_conflict() {
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
    type On = LotForDecider;

    fn check(actor: &Actor, on: &LotForDecider) -> Verdict {
        let buyer = on.lot.organisation;
        match &on.assessor.seat {
            Some(seat) if seat.role == PanelRole::Chair && seat.declared => {
                ensure_unconflicted(&on.assessor).map(|()| As::Organisation(buyer))
            }
            Some(_) => Err(No::Forbidden("only the chair of the panel can propose the decision")),
            None if actor.is_member(buyer) => {
                Err(No::Forbidden("only the chair of the panel can propose the decision"))
            }
            None => Err(No::Hidden),
        }
    }
}

/// An approver of the buyer who neither proposed the decision nor marked the bids approves it or sends
/// it back (SAFETY D11).
pub struct Approve;

impl Rule for Approve {
    const NAME: &'static str = "decision.approve";
    const FRESH: bool = true;
    type On = LotForApprover;

    fn check(actor: &Actor, on: &LotForApprover) -> Verdict {
        let sentence = "this needs the role approver, which owners of your organisation give";
        let proposed = on.decision.as_ref().map(|decision| decision.proposed_by);
        if proposed.is_some() && proposed == actor.user() {
            return Err(No::SamePerson(
                "you proposed this decision: another approver has to approve it",
            ));
        }
        let yes = actor.needs(&[Role::Approver], on.lot.organisation, sentence)?;
        let seat = on.assessor.seat.as_ref();
        if on.has_judged || seat.is_some_and(|seat| seat.scores || seat.role == PanelRole::Chair) {
            let sentence = "you marked these bids: another approver has to approve the decision";
            return Err(No::SamePerson(sentence));
        }
        ensure_unconflicted(&on.assessor).map(|()| yes)
    }
}

/// Members of the panel and approvers of the buyer read a decision, unless they have a conflict: it
/// names the winner and the notes about suppliers.
pub struct ReadDecision;

impl Rule for ReadDecision {
    const NAME: &'static str = "decision.read";
    type On = LotForDecider;

    fn check(actor: &Actor, on: &LotForDecider) -> Verdict {
        let declared = on.assessor.seat.as_ref().is_some_and(|seat| seat.declared);
        let buyer = on.lot.organisation;
        if declared || actor.has(Role::Approver, buyer) {
            return ensure_unconflicted(&on.assessor).map(|()| As::Organisation(buyer));
        }
        actor.needs_grant(buyer)
    }
}
