//! `PATCH` and `DELETE /v1/organisations/{id}/members/{user_id}`: roles, and their end.

use super::{
    mails,
    model::{CannotOrganise, Member, Roles},
    policy::{ChangeRoles, EndMembership},
    store, store_invitations,
};
use crate::{
    access::{Organisation, Role, User},
    accounts,
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::Id,
    outbox,
};

/// Changes a member's roles. The last owner stays one.
pub fn change_roles(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    user: Id<User>,
    roles: &[Role],
) -> Result<Recorded<Member>, Fault> {
    let (may, among) = store::load_member(tx.db(), of, user)?.open::<ChangeRoles>(&call.actor)?;
    call.saw(among.member.version)?;
    let roles = Roles::of(roles.to_vec(), among.kind)?;
    let stays_owned = roles.has(Role::Owner) || among.other_owners > 0;
    if !stays_owned {
        return Err(CannotOrganise::LastOwner.into());
    }
    let before = among.member.roles.words();
    let member = Member { roles, ..among.member };
    store::update_member(tx, &member)?;
    let event = Event::of("member.roles_changed", "organisation", &of)
        .versions(member.version, member.version + 1)
        .fact("user", user.to_string())
        .fact("roles_before", before)
        .fact("roles", member.roles.words());
    audit::record(tx, call, &may, event, Member { version: member.version + 1, ..member })
}

/// Ends a membership: an owner removes somebody, or somebody leaves. What they wrote stays with the
/// organisation. The last owner stays. The other side is told.
pub fn end(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    user: Id<User>,
) -> Result<Recorded<()>, Fault> {
    let (may, among) = store::load_member(tx.db(), of, user)?.open::<EndMembership>(&call.actor)?;
    call.saw(among.member.version)?;
    if among.member.roles.has(Role::Owner) && among.other_owners == 0 {
        return Err(CannotOrganise::LastOwner.into());
    }
    let name = store::card(tx.db(), of)?.name;
    let left = call.actor.user() == Some(user);
    if left {
        delete(tx, call, &among.member)?;
        let public_url = &call.app.config.public_url;
        let letter = mails::left(public_url, &name, (user, &among.member.full_name));
        for owner in store::addressees(tx.db(), of, &[Role::Owner], call.at)? {
            outbox::send(tx, call, &owner, &letter)?;
        }
    } else {
        remove(tx, call, &among.member, &name)?;
    }
    let what = if left { "member.left" } else { "member.removed" };
    let event = Event::of(what, "organisation", &of)
        .fact("user", user.to_string())
        .fact("roles_before", among.member.roles.words());
    audit::record(tx, call, &may, event, ())
}

/// Removes a member, and tells them.
pub fn remove(
    tx: &mut Tx<'_>,
    call: &Call,
    member: &Member,
    organisation: &str,
) -> Result<(), Fault> {
    delete(tx, call, member)?;
    let to = accounts::addressee(tx.db(), member.user)?;
    outbox::send(tx, call, &to, &mails::removed(&call.app.config.public_url, organisation))
}

fn delete(tx: &mut Tx<'_>, call: &Call, member: &Member) -> Result<(), Fault> {
    store::delete_member(tx, member)?;
    store_invitations::withdraw_all(tx, member.organisation, &member.email, call.at)
}
