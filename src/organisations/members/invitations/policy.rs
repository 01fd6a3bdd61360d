//! Rules of invitations.

use super::{
    super::super::{model::Stored, policy::OWNERS},
    model::Invitation,
};
use crate::prelude::*;

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

/// The operation compares the address of the invitation with that of the account.
pub struct AcceptInvitation;

impl Rule for AcceptInvitation {
    const NAME: &'static str = "invitation.accept";
    type On = Invitation;

    fn check(actor: &Actor, _: &Invitation) -> Verdict {
        actor.needs_person()
    }
}

/// The token proves that its bearer has the letter.
pub struct DeclineInvitation;

impl Rule for DeclineInvitation {
    const NAME: &'static str = "invitation.decline";
    type On = Invitation;

    fn check(_: &Actor, _: &Invitation) -> Verdict {
        Ok(As::Themselves)
    }
}
