//! Rules of members: reading them, changing their roles, ending their membership.

use super::{
    super::{model::Stored, policy::OWNERS},
    model::MemberAmong,
};
use crate::prelude::*;

pub struct ReadMembers;

impl Rule for ReadMembers {
    const NAME: &'static str = "organisation.read_members";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        if actor.is_member(organisation.id) {
            return Ok(As::Organisation(organisation.id));
        }
        if actor.has_duty(Duty::Verification) {
            return Ok(As::Platform);
        }
        actor.needs_grant(organisation.id)
    }
}

pub struct ChangeRoles;

impl Rule for ChangeRoles {
    const NAME: &'static str = "member.change_roles";
    const FRESH: bool = true;
    type On = MemberAmong;

    fn check(actor: &Actor, among: &MemberAmong) -> Verdict {
        actor.needs(&[Role::Owner], among.member.organisation, OWNERS)
    }
}

/// An owner removes a member; everybody may leave.
pub struct EndMembership;

impl Rule for EndMembership {
    const NAME: &'static str = "member.end";
    type On = MemberAmong;

    fn check(actor: &Actor, among: &MemberAmong) -> Verdict {
        let of = among.member.organisation;
        if actor.user() == Some(among.member.user) {
            return Ok(As::Organisation(of));
        }
        actor.needs(&[Role::Owner], of, OWNERS)
    }
}
