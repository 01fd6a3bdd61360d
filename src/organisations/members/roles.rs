//! `PATCH /v1/organisations/{id}/members/{user_id}`: an owner changes the roles of a member.

use super::{
    model::{CannotBeMember, Member, MemberOf, Roles},
    policy::ChangeRoles,
    store,
};
use crate::prelude::*;

/// A member, and the roles that the member is to have.
#[derive(Debug)]
pub struct NewRolesOf {
    pub member: MemberOf,
    pub roles: Vec<Role>,
}

/// Changes a member's roles. The last owner stays one.
pub fn change_roles(
    tx: &mut Tx<'_>,
    call: &Call,
    asked: &NewRolesOf,
) -> Result<Recorded<Member>, Fault> {
    let MemberOf { organisation: of, user } = asked.member;
    let (may, among) = store::load(tx.db(), of, user)?.open::<ChangeRoles>(&call.actor)?;
    call.saw(among.member.version)?;
    let roles = Roles::of(asked.roles.clone(), among.kind)?;
    let stays_owned = roles.has(Role::Owner) || among.other_owners > 0;
    if !stays_owned {
        return Err(CannotBeMember::LastOwner.into());
    }
    let before = among.member.roles.words();
    let member = Member { roles, ..among.member };
    store::update(tx, &member)?;
    let event = Event::of("member.roles_changed", "organisation", &of)
        .versions(member.version, member.version + 1)
        .fact("user", user.to_string())
        .fact("roles_before", before)
        .fact("roles", member.roles.words());
    audit::record(tx, call, &may, event, Member { version: member.version + 1, ..member })
}
