//! Membership and roles follow the groups that the provider tells at each sign-in.

use super::{mails, model::Provider};
use crate::{
    accounts,
    organisations::{self, Card, Member, Roles},
    prelude::*,
};

/// The changes of a membership by a sign-in.
#[derive(Debug, Default)]
pub struct Change {
    pub came: Vec<Role>,
    pub gone: Vec<Role>,
    pub joined: bool,
    pub left: bool,
}

fn words(roles: &[Role]) -> Vec<&'static str> {
    roles.iter().map(|role| role.as_str()).collect()
}

impl Change {
    pub fn told_in(&self, event: Event) -> Event {
        event
            .fact("roles_came", words(&self.came))
            .fact("roles_gone", words(&self.gone))
            .fact("joined", self.joined)
            .fact("left", self.left)
    }
}

/// An account that has arrived by the provider of an organisation, and its groups there.
#[derive(Debug, Clone, Copy)]
pub struct Arrived<'a> {
    pub provider: &'a Provider,
    pub card: &'a Card,
    pub user: Id<User>,
    pub groups: &'a [String],
}

/// Brings the membership in step with the groups. An account whose groups bring no role is no
/// member, unless a role was given by hand; an owner stays an owner.
pub fn follow_groups(tx: &mut Tx<'_>, call: &Call, of: &Arrived<'_>) -> Result<Change, Fault> {
    let Arrived { provider, card, user, groups } = *of;
    let member = organisations::member(tx.db(), provider.organisation, user)?;
    let before = member.as_ref().map(|member| member.roles.list().to_vec()).unwrap_or_default();
    let after = provider.roles_after(&before, groups);
    let but = |all: &[Role], others: &[Role]| -> Vec<Role> {
        all.iter().copied().filter(|role| !others.contains(role)).collect()
    };
    let change = Change {
        came: but(&after, &before),
        gone: but(&before, &after),
        joined: member.is_none() && !after.is_empty(),
        left: member.is_some() && after.is_empty(),
    };
    match member {
        None if change.joined => {
            let roles = Roles::of(after, card.kind)?;
            organisations::insert_member(tx, provider.organisation, user, &roles, call.at)?;
            let who = accounts::addressee(tx.db(), user)?.full_name;
            let letter = mails::joined_by_provider(card, &who, &roles);
            organisations::tell_owners(tx, call, provider.organisation, &letter)?;
        }
        Some(member) if change.left => {
            organisations::remove_member(tx, call, &member, &card.name)?;
        }
        Some(member) if after != before => {
            let roles = Roles::of(after, card.kind)?;
            organisations::update_member(tx, Member { roles, ..member })?;
        }
        Some(_) | None => {}
    }
    Ok(change)
}
