//! The rights to record, read and publish contracts.

use super::{
    super::decision::{LotForDecider, ensure_unconflicted},
    model::ContractForReader,
};
use crate::prelude::*;

/// An approver of the buyer records a contract, unless a conflict keeps them from deciding.
pub struct RecordContract;

impl Rule for RecordContract {
    const NAME: &'static str = "contract.record";
    const FRESH: bool = true;
    type On = LotForDecider;

    fn check(actor: &Actor, on: &LotForDecider) -> Verdict {
        let sentence = "this needs the role approver, which owners of your organisation give";
        let yes = actor.needs(&[Role::Approver], on.lot.organisation, sentence)?;
        ensure_unconflicted(&on.assessor).map(|()| yes)
    }
}

/// Before its details are public, members of the suppliers and of the buyer read a contract, except
/// those with a conflict of interest.
pub struct ReadContract;

impl Rule for ReadContract {
    const NAME: &'static str = "contract.read";
    type On = ContractForReader;

    fn check(actor: &Actor, on: &ContractForReader) -> Verdict {
        let contract = &on.contract;
        if contract.details_published_at.is_some() {
            return Ok(As::Themselves);
        }
        let mut parties = contract.suppliers.iter().map(|one| one.organisation_id);
        if let Some(own) = parties.find(|one| actor.is_member(*one)) {
            return Ok(As::Organisation(own));
        }
        if actor.is_member(contract.buyer_id) {
            ensure_unconflicted(&on.assessor).map_err(|_no| No::Hidden)?;
            return Ok(As::Organisation(contract.buyer_id));
        }
        actor.needs_grant(contract.buyer_id)
    }
}

/// An approver other than the one who recorded the contract publishes its details, unless a conflict
/// of interest keeps them from it.
pub struct PublishContract;

impl Rule for PublishContract {
    const NAME: &'static str = "contract.publish_details";
    const FRESH: bool = true;
    type On = ContractForReader;

    fn check(actor: &Actor, on: &ContractForReader) -> Verdict {
        let contract = &on.contract;
        let seen = ReadContract::check(actor, on);
        let sentence = "this needs the role approver, which owners of your organisation give";
        let yes = match actor.needs(&[Role::Approver], contract.buyer_id, sentence) {
            Err(No::Hidden) if seen.is_ok() => {
                return Err(No::Forbidden("an approver of the public body publishes the details"));
            }
            other => other?,
        };
        ensure_unconflicted(&on.assessor)?;
        if actor.user() == Some(contract.recorded_by) {
            let sentence = "you recorded this contract: another approver publishes its details";
            return Err(No::SamePerson(sentence));
        }
        Ok(yes)
    }
}
