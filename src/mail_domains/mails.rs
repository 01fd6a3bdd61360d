//! Letters about mail domains.

use super::model::Claim;
use crate::{
    outbox::{Letter, Place},
    prelude::*,
};

/// How long the token of a letter works.
pub const TOKEN_LIFE: Period = Period::days(1);

/// The facts of a letter that proves a domain.
pub struct Proof<'a> {
    pub claim: &'a Claim,
    /// Of the organisation that asks.
    pub name: &'a str,
    pub token: &'a str,
    pub until: Instant,
}

/// Goes to an address that an owner names: says which organisation asks, and what a yes means.
pub fn prove_domain(proof: &Proof<'_>) -> Letter {
    let Proof { claim, name, token, until } = proof;
    let domain = &claim.domain;
    Letter::new("organisation.domain", format!("Does {domain} belong to {name}?"))
        .says(format!("{name} says at Guildhall that {domain} is its own. Whoever can read this letter can confirm that: give the token to the owner of {name} at Guildhall who asked for it."))
        .says("If you do not know of this, do nothing and give the token to nobody.")
        .fact("Organisation", name)
        .fact("Domain", domain)
        .fact("Good until", &until.in_london())
        .fact("Token", token)
        .link("Open Guildhall", Place::Docs)
        .about(&claim.organisation)
        .secret()
}

pub fn domain_lost(claim: &Claim, name: &str, why: &str) -> Letter {
    let domain = &claim.domain;
    Letter::new("organisation.domain_lost", format!("{domain} is not a domain of {name} any more"))
        .says(format!("{domain} does not count as a domain of {name} at Guildhall any more. {why}"))
        .says("If you think that this is a mistake, claim it again and prove it.")
        .link("Open Guildhall", Place::Docs)
        .about(&claim.organisation)
}
