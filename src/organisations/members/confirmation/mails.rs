//! Letters about the yearly confirmation of members.

use super::super::{super::model::Stored, model::Member};
use crate::{
    kernel::Instant,
    outbox::{Letter, Place},
};

fn until(member: &Member) -> String {
    member.confirmed_until.map(Instant::in_london).unwrap_or_default()
}

/// To the owners, after a confirmation. The text is erased once sent, since it names many people.
pub fn members_confirmed(organisation: &Stored, members: &[Member]) -> Letter {
    let name = &organisation.name;
    let letter = Letter::new("member.confirmed", format!("Members of {name} were confirmed"))
        .says(format!("An owner has confirmed that these people still belong to {name} at Guildhall, for another year. If somebody does not, remove them."));
    let letter = members.iter().fold(letter, |letter, member| {
        letter.fact("Confirmed", &format!("{} (until {})", member.full_name, until(member)))
    });
    letter.link("Open Guildhall", Place::Docs).about(&organisation.id).secret()
}

/// To the owners, before confirmations end.
pub fn places_run_out(organisation: &Stored, members: &[Member]) -> Letter {
    let name = &organisation.name;
    let letter = Letter::new("member.confirm", format!("Who still belongs to {name}?"))
        .says(format!("Once a year an owner of {name} confirms at Guildhall who still belongs there. A member who is not confirmed in time stays a member, but can do nothing for {name} until an owner confirms the membership."))
        .says("Confirm those who stay, and remove those who have left.");
    let letter = members.iter().fold(letter, |letter, member| {
        letter.fact("Confirm", &format!("{} (by {})", member.full_name, until(member)))
    });
    letter.link("Open Guildhall", Place::Docs).about(&organisation.id).secret()
}

/// To a member whose confirmation has ended.
pub fn place_unconfirmed(organisation: &Stored) -> Letter {
    let name = &organisation.name;
    Letter::new("member.unconfirmed", format!("Your membership of {name} was not confirmed"))
        .says(format!("Once a year an owner of {name} confirms who still belongs there. Your membership was not confirmed, so your roles are inactive: you can do nothing for {name} at Guildhall until an owner confirms your membership."))
        .says("Ask an owner to do so.")
        .link("Open Guildhall", Place::Docs)
        .about(&organisation.id)
}
