//! Rules of the yearly confirmation of members.

use super::super::super::{model::Stored, policy::OWNERS};
use crate::prelude::*;

/// An owner. The operation refuses an owner without a confirmation while another owner has one.
pub struct ConfirmMembers;

impl Rule for ConfirmMembers {
    const NAME: &'static str = "member.confirm";
    const FRESH: bool = true;
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        if actor.owns_at_all(organisation.id) {
            return Ok(As::Organisation(organisation.id));
        }
        actor.needs(&[], organisation.id, OWNERS)
    }
}

/// Guildhall itself reminds the owners.
pub struct RemindOwners;

impl Rule for RemindOwners {
    const NAME: &'static str = "member.ask_confirmation";
    type On = Stored;

    fn check(actor: &Actor, _: &Stored) -> Verdict {
        actor.needs_system()
    }
}
