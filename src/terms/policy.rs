//! Rules for publishing, reading and accepting terms.

use crate::{organisations::Card, prelude::*};

pub struct PublishTerms;

impl Rule for PublishTerms {
    const NAME: &'static str = "terms.publish";
    const FRESH: bool = true;
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_duty(Duty::Terms)
    }
}

/// The terms are public.
pub struct ReadTerms;

impl Rule for ReadTerms {
    const NAME: &'static str = "terms.read";
    type On = ();

    fn check(_: &Actor, (): &()) -> Verdict {
        Ok(As::Themselves)
    }
}

/// Owners and bidders, who bind the organisation by a bid, accept the terms for it.
pub struct AcceptTerms;

impl Rule for AcceptTerms {
    const NAME: &'static str = "terms.accept";
    type On = Card;

    fn check(actor: &Actor, of: &Card) -> Verdict {
        let sentence = "only an owner or a bidder of your organisation can accept the terms for it";
        actor.needs(&[Role::Owner, Role::Bidder], of.id, sentence)
    }
}

/// Members see what was accepted for them; administrators see whether it was.
pub struct ReadAcceptances;

impl Rule for ReadAcceptances {
    const NAME: &'static str = "terms.read_acceptances";
    type On = Card;

    fn check(actor: &Actor, of: &Card) -> Verdict {
        if actor.is_member(of.id) {
            return Ok(As::Organisation(of.id));
        }
        if actor.has_duty(Duty::Terms) {
            return Ok(As::Platform);
        }
        actor.needs_grant(of.id)
    }
}
