//! Letters about mergers.

use super::model::Bodies;
use crate::outbox::{Letter, Place};

pub fn merger_proposed(bodies: &Bodies, reason: &str) -> Letter {
    let (from, into) = (&bodies.from.name, &bodies.into.name);
    Letter::new("organisation.merger_proposed", format!("{from} is to become part of {into}"))
        .says(format!("An administrator of the platform proposes that {from} becomes part of {into} at Guildhall. Nothing changes until a second administrator confirms it. Then members, opportunities, identifiers and domains move."))
        .fact("Reason", &reason)
        .says("If this is wrong, write to the administrators now.")
        .link("Open Guildhall", Place::Docs)
        .about(&bodies.from.id)
}

pub fn merged(bodies: &Bodies) -> Letter {
    let (from, into) = (&bodies.from.name, &bodies.into.name);
    Letter::new("organisation.merged", format!("{from} is part of {into} now"))
        .says(format!("Two administrators have merged {from} into {into} at Guildhall. Members keep their roles, in {into}; opportunities, identifiers and domains have moved with them. Check that each member still belongs to {into}."))
        .link("Open Guildhall", Place::Docs)
        .about(&bodies.into.id)
}
