//! `DELETE /v1/organisations/{id}/domains/{domain_id}`: an organisation lets a domain go, or loses
//! it.

use super::{
    events, mails,
    model::{Claim, ClaimOf},
    policy::WithdrawDomain,
    store,
};
use crate::{organisations, prelude::*};

/// Lets a domain go.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, of: ClaimOf) -> Result<Recorded<()>, Fault> {
    let (may, claim) = store::load(tx.db(), of)?.open::<WithdrawDomain>(&call.actor)?;
    store::withdraw(tx, claim.id, call.at)?;
    if may.organisation().is_none() {
        tell_owners(tx, call, &claim, "An administrator of the platform has withdrawn it.")?;
    }
    audit::record(tx, call, &may, events::about("domain.withdrawn", &claim), ())
}

/// Tells the owners that a domain is theirs no more, and why.
pub fn tell_owners(tx: &mut Tx<'_>, call: &Call, claim: &Claim, why: &str) -> Result<(), Fault> {
    let name = organisations::card(tx.db(), claim.organisation)?.name;
    let letter = mails::domain_lost(claim, &name, why);
    organisations::tell_owners(tx, call, claim.organisation, &letter)
}
