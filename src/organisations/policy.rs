//! Who may do what with organisations.

mod confirming;
mod joining;
mod oversight;
mod standing;

pub use confirming::{ConfirmMembers, RemindOwners};
pub use joining::{AnswerJoinRequest, AskToJoin, ReadJoinRequests, WithdrawJoinRequest};
pub use oversight::{ConfirmMerger, ProposeMerger, ReadMerger, WithdrawMerger};
pub use standing::{
    Answer, ChangeIdentifiers, ChangeIdentity, DemandReverification, ReadQueue, Suspend,
    VerifyIdentifier,
};

use super::model::{Invitation, MemberAmong, Stored};
use crate::access::{Actor, As, Duty, No, Role, Rule, Verdict};

/// Whoever has signed in may bring an organisation, and owns it.
pub struct Create;

impl Rule for Create {
    const NAME: &'static str = "organisation.create";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        actor.needs_person()
    }
}

/// The directory is public; those turned down or suspended are seen by members and
/// administrators alone.
pub struct Read;

impl Rule for Read {
    const NAME: &'static str = "organisation.read";
    type On = Stored;

    fn check(_: &Actor, _: &Stored) -> Verdict {
        Ok(As::Themselves)
    }
}

pub struct Verify;

impl Rule for Verify {
    const NAME: &'static str = "organisation.verify";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        let yes = actor.needs_duty(Duty::Verification)?;
        if actor.memberships.iter().any(|m| m.organisation == organisation.id) {
            return Err(No::SamePerson("another administrator verifies your own organisation"));
        }
        Ok(yes)
    }
}

pub const OWNERS: &str = "only an owner of the organisation can do this";

pub struct Invite;

impl Rule for Invite {
    const NAME: &'static str = "organisation.invite";
    const FRESH: bool = true;
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct ReadInvitations;

impl Rule for ReadInvitations {
    const NAME: &'static str = "organisation.read_invitations";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}

pub struct WithdrawInvitation;

impl Rule for WithdrawInvitation {
    const NAME: &'static str = "invitation.withdraw";
    type On = Invitation;

    fn check(actor: &Actor, invitation: &Invitation) -> Verdict {
        actor.needs(&[Role::Owner], invitation.organisation, OWNERS)
    }
}

/// The address that an invitation was sent to is compared by the operation.
pub struct AcceptInvitation;

impl Rule for AcceptInvitation {
    const NAME: &'static str = "invitation.accept";
    type On = Invitation;

    fn check(actor: &Actor, _: &Invitation) -> Verdict {
        actor.needs_person()
    }
}

/// Whoever has the token of an invitation got it by the letter.
pub struct DeclineInvitation;

impl Rule for DeclineInvitation {
    const NAME: &'static str = "invitation.decline";
    type On = Invitation;

    fn check(_: &Actor, _: &Invitation) -> Verdict {
        Ok(As::Themselves)
    }
}

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
