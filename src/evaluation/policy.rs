//! Who may do what on a panel.

use super::model::{BidUnderEvaluation, LotUnderEvaluation, PanelRole, Seat};
use crate::{
    access::{Actor, As, No, Role, Rule, Verdict},
    opportunities::LotState,
};

const DECLARE_FIRST: &str = "declare your interests in this lot first";
const BARRED: &str = "you have declared a conflict with this bidder";
const BELONGS: &str = "you belong to a bidder of this lot";
const CONFLICTED: &str =
    "you have a conflict of interest with a bidder of this lot: another person has to do this";

/// Nobody judges, or reads others', who works for a bidder or has a conflict with this one.
fn unbarred(actor: &Actor, of: &BidUnderEvaluation) -> Result<(), No> {
    if of.on.is_bidder(actor) {
        Err(No::Forbidden(BELONGS))
    } else if of.on.is_barred(actor, &of.bid) {
        Err(No::Forbidden(BARRED))
    } else {
        Ok(())
    }
}

/// Owners and approvers of the buyer appoint; people may come from elsewhere.
pub struct Appoint;

impl Rule for Appoint {
    const NAME: &'static str = "panel.appoint";
    type On = LotUnderEvaluation;

    fn check(actor: &Actor, on: &LotUnderEvaluation) -> Verdict {
        if on.lot.state == LotState::Draft {
            return Err(No::Hidden);
        }
        let sentence = "an owner or an approver of the public body appoints the panel";
        actor.needs_openly(&[Role::Owner, Role::Approver], on.lot.organisation, sentence)
    }
}

fn seat<'a>(actor: &Actor, on: &'a LotUnderEvaluation) -> Option<&'a Seat> {
    on.seat(actor.user())
}

fn declared<'a>(actor: &Actor, on: &'a LotUnderEvaluation) -> Result<&'a Seat, No> {
    let seat = seat(actor, on).ok_or(No::Hidden)?;
    if seat.has_declared() { Ok(seat) } else { Err(No::Forbidden(DECLARE_FIRST)) }
}

fn buyer(on: &LotUnderEvaluation) -> As {
    As::Organisation(on.lot.organisation)
}

pub struct ReadPanel;

impl Rule for ReadPanel {
    const NAME: &'static str = "panel.read";
    type On = LotUnderEvaluation;

    fn check(actor: &Actor, on: &LotUnderEvaluation) -> Verdict {
        if actor.is_member(on.lot.organisation) || seat(actor, on).is_some() {
            return Ok(buyer(on));
        }
        actor.needs_grant(on.lot.organisation)
    }
}

pub struct Declare;

impl Rule for Declare {
    const NAME: &'static str = "panel.declare";
    type On = LotUnderEvaluation;

    fn check(actor: &Actor, on: &LotUnderEvaluation) -> Verdict {
        seat(actor, on).map(|_| buyer(on)).ok_or(No::Hidden)
    }
}

/// Marks are given by those who mark, without a conflict, for bids that are open.
pub struct Score;

impl Rule for Score {
    const NAME: &'static str = "bid.score";
    type On = BidUnderEvaluation;

    fn check(actor: &Actor, of: &BidUnderEvaluation) -> Verdict {
        if of.on.lot.opened_at.is_none() {
            return Err(No::Hidden);
        }
        let seat = declared(actor, &of.on)?;
        unbarred(actor, of)?;
        if seat.scores {
            Ok(buyer(&of.on))
        } else {
            Err(No::Forbidden("you are on the panel but do not mark bids"))
        }
    }
}

pub struct SubmitScores;

impl Rule for SubmitScores {
    const NAME: &'static str = "scores.submit";
    type On = LotUnderEvaluation;

    fn check(actor: &Actor, on: &LotUnderEvaluation) -> Verdict {
        let seat = declared(actor, on)?;
        if seat.scores {
            Ok(buyer(on))
        } else {
            Err(No::Forbidden("you are on the panel but do not mark bids"))
        }
    }
}

/// The marks of a bid: for the panel without a conflict, the buyer's approvers and auditors. Whose
/// marks are shown is decided by who has submitted.
pub struct ReadScores;

impl Rule for ReadScores {
    const NAME: &'static str = "scores.read";
    type On = BidUnderEvaluation;

    fn check(actor: &Actor, of: &BidUnderEvaluation) -> Verdict {
        if of.on.lot.opened_at.is_none() {
            return Err(No::Hidden);
        }
        if seat(actor, &of.on).is_some() {
            declared(actor, &of.on)?;
            return unbarred(actor, of).map(|()| buyer(&of.on));
        }
        if actor.has(Role::Approver, of.on.lot.organisation) {
            return unbarred(actor, of).map(|()| buyer(&of.on));
        }
        actor.needs_grant(of.on.lot.organisation)
    }
}

fn chairs(actor: &Actor, on: &LotUnderEvaluation) -> Result<As, No> {
    let seat = declared(actor, on)?;
    if seat.role == PanelRole::Chair {
        Ok(buyer(on))
    } else {
        Err(No::Forbidden("only the chair of the panel can do this"))
    }
}

/// The chair writes down what the panel has agreed about a bid.
pub struct Agree;

impl Rule for Agree {
    const NAME: &'static str = "consensus.agree";
    type On = BidUnderEvaluation;

    fn check(actor: &Actor, of: &BidUnderEvaluation) -> Verdict {
        if of.on.lot.opened_at.is_none() {
            return Err(No::Hidden);
        }
        let yes = chairs(actor, &of.on)?;
        unbarred(actor, of).map(|()| yes)
    }
}

pub struct LockConsensus;

impl Rule for LockConsensus {
    const NAME: &'static str = "consensus.lock";
    type On = LotUnderEvaluation;

    fn check(actor: &Actor, on: &LotUnderEvaluation) -> Verdict {
        let yes = chairs(actor, on)?;
        if on.has_conflict(actor) { Err(No::Forbidden(CONFLICTED)) } else { Ok(yes) }
    }
}

pub struct ReadRanking;

impl Rule for ReadRanking {
    const NAME: &'static str = "ranking.read";
    type On = LotUnderEvaluation;

    fn check(actor: &Actor, on: &LotUnderEvaluation) -> Verdict {
        let seated = seat(actor, on).is_some();
        if seated {
            declared(actor, on)?;
        }
        if seated || actor.has(Role::Approver, on.lot.organisation) {
            return if on.has_conflict(actor) {
                Err(No::Forbidden(CONFLICTED))
            } else {
                Ok(buyer(on))
            };
        }
        actor.needs_grant(on.lot.organisation)
    }
}
