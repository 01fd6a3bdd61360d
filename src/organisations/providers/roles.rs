//! The membership of somebody who has come by a provider: as their groups say.

use super::{
    super::{
        letters::tell_owners,
        mails,
        model::{Card, Member, Roles},
        store, store_invitations,
    },
    model::Provider,
};
use crate::{
    access::{Role, User},
    accounts,
    audit::{Call, Event},
    db::{Fault, Tx},
    kernel::Id,
    outbox,
};

/// What a sign-in has changed.
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

/// Brings the membership in step with the groups. Who is in none that means anything is no member,
/// unless a role was given by hand; an owner stays an owner.
pub fn keep_in_step(
    tx: &mut Tx<'_>,
    call: &Call,
    (provider, card): (&Provider, &Card),
    user: Id<User>,
    groups: &[String],
) -> Result<Change, Fault> {
    let member = store::member(tx.db(), provider.organisation, user)?;
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
    let public_url = &call.app.config.public_url;
    match member {
        None if change.joined => {
            let roles = Roles::of(after, card.kind)?;
            store::insert_member(tx, provider.organisation, user, &roles, call.at)?;
            let who = accounts::addressee(tx.db(), user)?.full_name;
            let letter = mails::joined_by_provider(public_url, card, &who, &roles);
            tell_owners(tx, call, provider.organisation, &letter)?;
        }
        Some(member) if change.left => {
            store::delete_member(tx, &member)?;
            store_invitations::withdraw_all(tx, member.organisation, &member.email, call.at)?;
            let to = accounts::addressee(tx.db(), user)?;
            outbox::send(tx, call, &to, &mails::removed(public_url, &card.name))?;
        }
        Some(member) if after != before => {
            let roles = Roles::of(after, card.kind)?;
            store::update_member(tx, &Member { roles, ..member })?;
        }
        Some(_) | None => {}
    }
    Ok(change)
}
