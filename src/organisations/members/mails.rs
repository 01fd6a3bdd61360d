//! Letters about members.

use super::model::Member;
use crate::outbox::{Letter, Place};

pub fn removed(name: &str) -> Letter {
    Letter::new("member.removed", format!("You are no longer a member of {name}"))
        .says(format!("An owner has ended your membership of {name} at Guildhall. What you wrote stays with the organisation."))
        .says("If you think that this is a mistake, talk to them.")
        .link("Open Guildhall", Place::Docs)
}

/// The letter names the person by id too, so that its words are erased with their account.
pub fn left(name: &str, gone: &Member) -> Letter {
    let who = &gone.full_name;
    Letter::new("member.left", format!("{who} has left {name}"))
        .says(format!("{who} has left {name} at Guildhall. What they wrote stays with the organisation; check whether somebody else has to take over their roles."))
        .link("Open Guildhall", Place::Docs)
        .about(&gone.user)
}
