//! Rules of lots.

use super::{super::policy::APPROVERS, model::Lot, states::LotState};
use crate::prelude::*;

/// The lots of a draft are hidden like the draft.
fn needs_approver_of(actor: &Actor, lot: &Lot) -> Verdict {
    if lot.state == LotState::Draft {
        actor.needs(&[Role::Approver], lot.organisation, APPROVERS)
    } else {
        actor.needs_openly(&[Role::Approver], lot.organisation, APPROVERS)
    }
}

/// An approver moves the deadline of a published lot.
pub struct Amend;

impl Rule for Amend {
    const NAME: &'static str = "lot.amend";
    type On = Lot;

    fn check(actor: &Actor, lot: &Lot) -> Verdict {
        needs_approver_of(actor, lot)
    }
}

/// An approver ends a lot.
pub struct Cancel;

impl Rule for Cancel {
    const NAME: &'static str = "lot.cancel";
    type On = Lot;

    fn check(actor: &Actor, lot: &Lot) -> Verdict {
        needs_approver_of(actor, lot)
    }
}
