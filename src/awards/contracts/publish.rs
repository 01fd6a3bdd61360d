//! `POST /v1/contracts/{contract_id}/details-publication` (notice UK7).

use super::{
    mails,
    model::{CannotContract, Contract, ContractForReader},
    policy::PublishContract,
    store,
    telling::{about, tell},
};
use crate::prelude::*;

/// Makes the details public, by another approver than the one who recorded them. Of a notifiable
/// contract only when
/// every supplier is known by its PPON.
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
    let unknown = contract.unknown();
    if contract.is_notifiable() && !unknown.is_empty() {
        return Err(CannotContract::NoPpon(unknown).into());
    }
    let published = Contract { details_published_at: Some(call.at), ..contract };
    store::publish(tx, &published, call.actor.user().ok_or(No::Hidden)?)?;
    let letter = mails::published(&published);
    tell(tx, call, &published, &letter)?;
    let ppons = published.suppliers.iter().map(|one| one.ppon.clone().unwrap_or_default());
    let event = about("contract.details_published", &published)
        .fact("notifiable", published.is_notifiable())
        .fact("ppons", ppons.collect::<Vec<_>>())
        .versions(published.version, published.version + 1);
    let version = published.version + 1;
    audit::record(tx, call, &may, event, Contract { version, ..published })
}
