//! `DELETE /v1/organisations/{id}/members/{user_id}`: an owner removes a member, or a member leaves.

use super::{
    super::store as organisations,
    invitations, mails,
    model::{CannotBeMember, Member, MemberOf},
    policy::EndMembership,
    store,
};
use crate::{accounts, outbox, prelude::*};

/// Ends a membership: an owner removes somebody, or somebody leaves. What they wrote stays with the
/// organisation. The last owner stays. The other side is told.
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
    outbox::send(tx, call, &to, &mails::removed(organisation))
}

fn delete(tx: &mut Tx<'_>, call: &Call, member: &Member) -> Result<(), Fault> {
    store::delete(tx, member)?;
    invitations::withdraw_all(tx, member.organisation, &member.email, call.at)
}
