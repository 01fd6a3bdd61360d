//! Rules of opportunities.

use super::model::{Opportunity, OpportunityState};
use crate::{organisations::Card, prelude::*};

pub const AUTHORS: &str = "this needs the role author, which owners of your organisation give";
pub const APPROVERS: &str = "this needs the role approver, which owners of your organisation give";

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

/// A published opportunity is public; a draft is for members of the public body and auditors.
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

/// A role in the public body. An opportunity that is not public is hidden from outsiders; of a
/// public one they learn that they may not.
pub fn needs(
    actor: &Actor,
    role: Role,
    opportunity: &Opportunity,
    sentence: &'static str,
) -> Verdict {
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
