//! Letters about identity providers.

use crate::{
    organisations::{Card, Roles, Stored},
    outbox::{Letter, Place},
};

/// To the other owners: an owner who sets the provider could let anybody in.
pub fn provider_set(organisation: &Stored, issuer: &str) -> Letter {
    let name = &organisation.name;
    Letter::new("identity_provider.set", format!("{name} now signs in with {issuer}"))
        .says(format!("An owner of {name} has set its identity provider at Guildhall. People with an address of {name} can sign in with it, and their groups give them roles."))
        .says("If you do not know of this, talk to the other owners now, and remove it.")
        .fact("Organisation", name)
        .fact("Issuer", &issuer)
        .link("Open Guildhall", Place::Docs)
        .about(&organisation.id)
        .urgent()
}

pub fn provider_removed(organisation: &Stored) -> Letter {
    let name = &organisation.name;
    Letter::new("identity_provider.removed", format!("{name} has no identity provider any more"))
        .says(format!("An owner of {name} has removed its identity provider at Guildhall. Members without a password can request one at the sign-in; accounts and roles stay as they are."))
        .link("Open Guildhall", Place::Docs)
        .about(&organisation.id)
}

pub fn joined_by_provider(card: &Card, who: &str, roles: &Roles) -> Letter {
    let name = &card.name;
    Letter::new("member.joined_by_provider", format!("{who} is a member of {name} now"))
        .says(format!("{who} has signed in by the identity provider of {name} at Guildhall for the first time, and the groups there give them a place."))
        .fact("Roles", &roles.words().replace(' ', ", "))
        .link("Open Guildhall", Place::Docs)
        .about(&card.id)
}
