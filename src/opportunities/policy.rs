//! Who may do what with opportunities and lots.

use super::model::{Lot, LotState, Opportunity, OpportunityState};
use crate::{
    access::{Actor, As, No, OrganisationKind, Role, Rule, Verdict},
    organisations::Card,
};

const AUTHORS: &str = "this needs the role author, which owners of your organisation give";
const APPROVERS: &str = "this needs the role approver, which owners of your organisation give";

/// Drafting is for authors of public bodies, verified or not.
pub struct Draft;

impl Rule for Draft {
    const NAME: &'static str = "opportunity.draft";
    type On = Card;

    fn check(actor: &Actor, organisation: &Card) -> Verdict {
        if organisation.kind != OrganisationKind::PublicBody {
            return Err(No::Forbidden("only public bodies publish opportunities"));
        }
        actor.needs_openly(&[Role::Author], organisation.id, AUTHORS)
    }
}

fn is_public(state: OpportunityState) -> bool {
    match state {
        OpportunityState::Draft | OpportunityState::InReview => false,
        OpportunityState::Published
        | OpportunityState::Decided
        | OpportunityState::Awarded
        | OpportunityState::NoBids
        | OpportunityState::NoAward
        | OpportunityState::Cancelled => true,
    }
}

/// What is published is for everybody; drafts are for members of the body and for auditors.
pub struct Read;

impl Rule for Read {
    const NAME: &'static str = "opportunity.read";
    type On = Opportunity;

    fn check(actor: &Actor, opportunity: &Opportunity) -> Verdict {
        if is_public(opportunity.state) && opportunity.published_at.is_some() {
            return Ok(As::Themselves);
        }
        if actor.is_member(opportunity.organisation) {
            return Ok(As::Organisation(opportunity.organisation));
        }
        actor.needs_grant(opportunity.organisation)
    }
}

/// What nobody outside may know of is hidden from them; about the rest they are told no.
fn needs(actor: &Actor, role: Role, opportunity: &Opportunity, sentence: &'static str) -> Verdict {
    if is_public(opportunity.state) {
        actor.needs_openly(&[role], opportunity.organisation, sentence)
    } else {
        actor.needs(&[role], opportunity.organisation, sentence)
    }
}

pub struct Edit;

impl Rule for Edit {
    const NAME: &'static str = "opportunity.edit";
    type On = Opportunity;

    fn check(actor: &Actor, opportunity: &Opportunity) -> Verdict {
        needs(actor, Role::Author, opportunity, AUTHORS)
    }
}

/// Authors send an opportunity for review.
pub struct Review;

impl Rule for Review {
    const NAME: &'static str = "opportunity.review";
    type On = Opportunity;

    fn check(actor: &Actor, opportunity: &Opportunity) -> Verdict {
        needs(actor, Role::Author, opportunity, AUTHORS)
    }
}

/// Four eyes: who wrote on it does not publish it (SAFETY D11), whatever roles they hold.
pub struct Publish;

impl Rule for Publish {
    const NAME: &'static str = "opportunity.publish";
    type On = Opportunity;

    fn check(actor: &Actor, opportunity: &Opportunity) -> Verdict {
        let yes = needs(actor, Role::Approver, opportunity, APPROVERS)?;
        if actor.user().is_some_and(|user| opportunity.writers.contains(&user)) {
            return Err(No::SamePerson(
                "you wrote this opportunity: another approver has to publish it",
            ));
        }
        Ok(yes)
    }
}

/// An opportunity is sent back by those who could publish it.
pub struct Return;

impl Rule for Return {
    const NAME: &'static str = "opportunity.return";
    type On = Opportunity;

    fn check(actor: &Actor, opportunity: &Opportunity) -> Verdict {
        Publish::check(actor, opportunity)
    }
}

/// A draft's lots are hidden with it.
fn needs_approver_of(actor: &Actor, lot: &Lot) -> Verdict {
    if lot.state == LotState::Draft {
        actor.needs(&[Role::Approver], lot.organisation, APPROVERS)
    } else {
        actor.needs_openly(&[Role::Approver], lot.organisation, APPROVERS)
    }
}

/// A published lot's deadline moves, or the lot ends, by an approver.
pub struct Amend;

impl Rule for Amend {
    const NAME: &'static str = "lot.amend";
    type On = Lot;

    fn check(actor: &Actor, lot: &Lot) -> Verdict {
        needs_approver_of(actor, lot)
    }
}

pub struct Cancel;

impl Rule for Cancel {
    const NAME: &'static str = "lot.cancel";
    type On = Lot;

    fn check(actor: &Actor, lot: &Lot) -> Verdict {
        needs_approver_of(actor, lot)
    }
}
