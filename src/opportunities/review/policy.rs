//! Rules of the review.

use crate::opportunities::{
    model::Opportunity,
    policy::{APPROVERS, AUTHORS, needs},
};
use crate::prelude::*;

/// An author sends a draft for review.
pub struct Review;

impl Rule for Review {
    const NAME: &'static str = "opportunity.review";
    type On = Opportunity;

    fn check(actor: &Actor, opportunity: &Opportunity) -> Verdict {
        needs(actor, Role::Author, opportunity, AUTHORS)
    }
}

/// Four eyes: an approver who wrote on the opportunity does not publish it, whatever their other
/// roles (SAFETY D11).
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
