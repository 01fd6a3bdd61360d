//! Reads of claims.

use super::{
    model::{Claim, ClaimOf},
    policy::{ProveDomain, ReadDomains},
    store,
};
use crate::{organisations, prelude::*};

/// The claims of an organisation, by domain: at most `MOST_DOMAINS`.
pub fn list(db: &mut Db, actor: &Actor, of: Id<Organisation>) -> Result<Vec<Claim>, Fault> {
    let (_, organisation) = organisations::load(db, of)?.open::<ReadDomains>(actor)?;
    store::claims_of(db, organisation.id)
}

/// A claim, for an owner who may prove it.
pub fn to_prove(db: &mut Db, actor: &Actor, of: ClaimOf) -> Result<Claim, Fault> {
    let (_, claim) = store::load(db, of)?.open::<ProveDomain>(actor)?;
    Ok(claim)
}
