//! The right to open the bids of a lot.

use super::model::LotForOpening;
use crate::prelude::*;

/// Two different openers of the public body approve, neither of them a member of a bidder.
pub struct ApproveOpening;

impl Rule for ApproveOpening {
    const NAME: &'static str = "lot.approve_opening";
    const FRESH: bool = true;
    type On = LotForOpening;

    fn check(actor: &Actor, on: &LotForOpening) -> Verdict {
        let sentence = "this needs the role opener, which owners of your organisation give";
        let yes = actor.needs_openly(&[Role::Opener], on.lot.organisation, sentence)?;
        if on.suppliers.iter().any(|supplier| actor.belongs_to(*supplier)) {
            return Err(No::Forbidden(
                "you belong to a supplier: another opener has to open this lot",
            ));
        }
        if actor.user().is_some_and(|user| on.approved_by.contains(&user)) {
            return Err(No::SamePerson(
                "you have approved already: another opener has to give the second approval",
            ));
        }
        Ok(yes)
    }
}
