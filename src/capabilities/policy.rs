//! Checks that several rules of this room share.

use crate::prelude::*;

/// Administrators with the duty of assessment create categories and assess applications.
pub fn assessor(actor: &Actor) -> Verdict {
    actor.needs_duty(Duty::Assessment)
}

/// An administrator assesses no supplier of which they are a member; only members and assessors
/// learn of an application.
pub fn assesses_others(actor: &Actor, supplier: Id<Organisation>) -> Verdict {
    let member = actor.is_member(supplier);
    let yes = assessor(actor).map_err(|no| if member { no } else { No::Hidden })?;
    if actor.belongs_to(supplier) {
        return Err(No::SamePerson("another administrator assesses your own organisation"));
    }
    Ok(yes)
}

pub fn sees(actor: &Actor, supplier: Id<Organisation>) -> Verdict {
    if actor.is_member(supplier) {
        return Ok(As::Organisation(supplier));
    }
    assessor(actor).map_err(|_no| No::Hidden)
}

const BIDDERS: &str = "this needs the role bidder, which owners of your organisation give";

/// Owners and bidders apply for their supplier.
pub fn speaks_for(actor: &Actor, supplier: Id<Organisation>) -> Verdict {
    actor.needs(&[Role::Owner, Role::Bidder], supplier, BIDDERS)
}
