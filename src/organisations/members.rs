//! `PATCH /v1/organisations/{id}/members/{user_id}`: roles, changed by an owner.

use super::{
    model::{CannotOrganise, Member, Roles},
    policy::ChangeRoles,
    store,
};
use crate::{
    access::{Organisation, Role, User},
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    kernel::Id,
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
