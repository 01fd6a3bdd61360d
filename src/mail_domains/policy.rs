//! Rules of mail domains: claiming, reading, proving, withdrawing.

use super::model::Claim;
use crate::{
    organisations::{OWNERS, Stored},
    prelude::*,
};

pub struct ClaimDomain;

impl Rule for ClaimDomain {
    const NAME: &'static str = "organisation.claim_domain";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

/// Which domains are whose is for members, and for those who verify.
pub struct ReadDomains;

impl Rule for ReadDomains {
    const NAME: &'static str = "organisation.read_domains";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        if actor.is_member(organisation.id) {
            return Ok(As::Organisation(organisation.id));
        }
        if actor.has_duty(Duty::Verification) { Ok(As::Platform) } else { Err(No::Hidden) }
    }
}

/// Asking for the letter and proving are one right.
pub struct ProveDomain;

impl Rule for ProveDomain {
    const NAME: &'static str = "domain.prove";
    type On = Claim;

    fn check(actor: &Actor, claim: &Claim) -> Verdict {
        actor.needs(&[Role::Owner], claim.organisation, OWNERS)
    }
}

pub struct WithdrawDomain;

impl Rule for WithdrawDomain {
    const NAME: &'static str = "domain.withdraw";
    type On = Claim;

    fn check(actor: &Actor, claim: &Claim) -> Verdict {
        if actor.has_duty(Duty::Verification) && !actor.is_member(claim.organisation) {
            return Ok(As::Platform);
        }
        actor.needs(&[Role::Owner], claim.organisation, OWNERS)
    }
}
