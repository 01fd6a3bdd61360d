//! `/v1/organisations/{id}/members`: members are listed, get other roles, are removed or leave.

use super::{
    super::{model::PageOfOrganisation, store as organisations},
    invitations, mails,
    model::{CannotBeMember, Member, MemberOf, Roles},
    policy::{ChangeRoles, EndMembership, ReadMembers},
    store,
};
use crate::{accounts, outbox, prelude::*};

/// A page of the members of an organisation.
pub fn list(db: &mut Db, actor: &Actor, asked: &PageOfOrganisation) -> Result<Page<Member>, Fault> {
    let (_, organisation) = organisations::load(db, asked.of)?.open::<ReadMembers>(actor)?;
    let rows = store::list(db, organisation.id, &asked.page)?;
    Ok(asked.page.cut(rows, |one| one.user.to_string()))
}

/// A member, and the roles that the member is to have.
#[derive(Debug)]
pub struct NewRolesOf {
    pub member: MemberOf,
    pub roles: Vec<Role>,
}

/// Changes the roles of a member. The last owner keeps that role.
pub fn change_roles(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &NewRolesOf,
) -> Result<Recorded<Member>, Fault> {
    let MemberOf { organisation: of, user } = asked.member;
    let (may, among) = store::load(tx.db(), of, user)?.open::<ChangeRoles>(&call.actor)?;
    call.saw(among.member.version)?;
    let roles = Roles::of(asked.roles.clone(), among.kind)?;
    if !roles.has(Role::Owner) && among.other_owners == 0 {
        return Err(CannotBeMember::LastOwner.into());
    }
    let before = among.member.roles.words();
    let member = Member { roles, ..among.member };
    let member = store::update(tx, member)?;
    let event = Event::of("member.roles_changed", "organisation", &of)
        .versions(member.version - 1, member.version)
        .fact("user", user.to_string())
        .fact("roles_before", before)
        .fact("roles", member.roles.words());
    audit::record(tx, call, &may, event, member)
}

/// Ends a membership: an owner removes a member, or a member leaves; the other side gets a letter.
/// The member's work stays with the organisation. The last owner cannot leave.
pub fn end(tx: &mut Tx<'_>, call: &Call, asked: &MemberOf) -> Result<Recorded<()>, Fault> {
    let MemberOf { organisation: of, user } = *asked;
    let (may, among) = store::load(tx.db(), of, user)?.open::<EndMembership>(&call.actor)?;
    call.saw(among.member.version)?;
    if among.member.roles.has(Role::Owner) && among.other_owners == 0 {
        return Err(CannotBeMember::LastOwner.into());
    }
    let name = organisations::card(tx.db(), of)?.name;
    let left = call.actor.user() == Some(user);
    if left {
        delete(tx, call, &among.member)?;
        let letter = mails::left(&name, &among.member);
        let owners = store::addressees(tx.db(), of, &[Role::Owner], call.at)?;
        outbox::send_to_all(tx, call, &owners, &letter)?;
    } else {
        remove(tx, call, &among.member, &name)?;
    }
    let what = if left { "member.left" } else { "member.removed" };
    let event = Event::of(what, "organisation", &of)
        .fact("user", user.to_string())
        .fact("roles_before", among.member.roles.words());
    audit::record(tx, call, &may, event, ())
}

/// Removes a member, with a letter.
pub fn remove(
    tx: &mut Tx<'_>,
    call: &Call,
    member: &Member,
    organisation: &str,
) -> Result<(), Fault> {
    delete(tx, call, member)?;
    let to = accounts::addressee(tx.db(), member.user)?;
    outbox::send(tx, call, &to, &mails::removed(organisation))
}

fn delete(tx: &mut Tx<'_>, call: &Call, member: &Member) -> Result<(), Fault> {
    store::delete(tx, member)?;
    invitations::withdraw_all(tx, member.organisation, &member.email, call.at)
}
