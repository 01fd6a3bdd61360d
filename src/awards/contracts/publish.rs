//! `POST /v1/contracts/{contract_id}/details-publication` (notice UK7).

use super::{
    mails,
    model::{CannotContract, Contract, ContractForReader},
    policy::PublishContract,
    record::{about, tell},
    store,
};
use crate::prelude::*;

/// Makes the details public, by another approver than the one who recorded them; those of a
/// notifiable contract only once every supplier has a PPON.
pub fn publish_details(
    tx: &mut Tx<'_>,
    call: &Call,
    id: Id<Contract>,
) -> Result<Recorded<Contract>, Fault> {
    let found = store::load(tx.db(), id, &call.actor)?;
    let (may, ContractForReader { contract, .. }) = found.open::<PublishContract>(&call.actor)?;
    call.saw(contract.version)?;
    if contract.details_published_at.is_some() {
        return Err(CannotContract::Published.into());
    }
    let without = contract.without_ppon();
    if contract.notifiable && !without.is_empty() {
        return Err(CannotContract::NoPpon(without).into());
    }
    let published = Contract { details_published_at: Some(call.at), ..contract };
    let published = store::publish(tx, published, call.person()?)?;
    tell(tx, call, &published, &mails::published(&published))?;
    let ppons = published.suppliers.iter().map(|one| one.ppon.clone().unwrap_or_default());
    let event = about("contract.details_published", &published)
        .fact("notifiable", published.notifiable)
        .fact("ppons", ppons.collect::<Vec<_>>())
        .versions(published.version - 1, published.version);
    audit::record(tx, call, &may, event, published)
}
