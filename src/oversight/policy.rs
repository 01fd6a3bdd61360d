//! Rules of auditors' grants, and of what was read through them.

use super::model::AuditorGrant;
use crate::{
    organisations::{OWNERS, Stored},
    prelude::*,
};

const OWN_GRANT: &str = "an auditor cannot propose or confirm their own grant";

/// By an administrator who is not the auditor.
pub struct ProposeGrant;

impl Rule for ProposeGrant {
    const NAME: &'static str = "auditor.propose_grant";
    type On = Id<User>;

    fn check(actor: &Actor, auditor: &Id<User>) -> Verdict {
        let yes = actor.needs_duty(Duty::Records)?;
        if actor.user() == Some(*auditor) { Err(No::SamePerson(OWN_GRANT)) } else { Ok(yes) }
    }
}

/// Others do not learn that there is such a grant.
fn seen_by_administrators(actor: &Actor) -> Verdict {
    actor.needs_duty_quietly(Duty::Records)
}

/// By another administrator than the one who proposed it, and never by the auditor.
pub struct ConfirmGrant;

impl Rule for ConfirmGrant {
    const NAME: &'static str = "auditor.confirm_grant";
    const FRESH: bool = true;
    type On = AuditorGrant;

    fn check(actor: &Actor, grant: &AuditorGrant) -> Verdict {
        seen_by_administrators(actor)?;
        let yes = ProposeGrant::check(actor, &grant.auditor)?;
        if actor.user() == Some(grant.proposed_by) {
            return Err(No::SamePerson(
                "you proposed this grant: another administrator confirms it",
            ));
        }
        Ok(yes)
    }
}

pub struct RevokeGrant;

impl Rule for RevokeGrant {
    const NAME: &'static str = "auditor.revoke_grant";
    type On = AuditorGrant;

    fn check(actor: &Actor, _: &AuditorGrant) -> Verdict {
        seen_by_administrators(actor)
    }
}

/// All for administrators, their own for auditors.
pub struct ListGrants;

impl Rule for ListGrants {
    const NAME: &'static str = "auditor.list_grants";
    type On = ();

    fn check(actor: &Actor, (): &()) -> Verdict {
        if actor.auditor { Ok(As::Themselves) } else { actor.needs_duty(Duty::Records) }
    }
}

/// The owners of an organisation see what auditors read of it.
pub struct ReadAuditorReads;

impl Rule for ReadAuditorReads {
    const NAME: &'static str = "organisation.read_auditor_reads";
    type On = Stored;

    fn check(actor: &Actor, organisation: &Stored) -> Verdict {
        actor.needs(&[Role::Owner], organisation.id, OWNERS)
    }
}
