//! `POST /v1/organisations/{id}/domains`: an organisation claims a domain.

use super::{
    events,
    model::{CannotClaim, Claim, MOST_DOMAINS},
    policy::ClaimDomain,
    store,
};
use crate::{accounts, kernel::MailDomain, organisations, prelude::*};

/// Says that a domain is the organisation's. Until that is proved it means nothing.
pub fn claim(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    domain: &MailDomain,
) -> Result<Recorded<Claim>, Fault> {
    let (may, organisation) = organisations::load(tx.db(), of)?.open::<ClaimDomain>(&call.actor)?;
    call.saw(organisation.version)?;
    let by = call.person()?;
    let before = store::claims_of(tx.db(), of)?;
    if before.iter().any(|claim| claim.domain == domain.as_str()) {
        return Err(CannotClaim::Twice(domain.clone()).into());
    }
    if i64::try_from(before.len()).unwrap_or(i64::MAX) >= MOST_DOMAINS {
        return Err(CannotClaim::TooMany.into());
    }
    let claim = Claim {
        id: Id::new(),
        organisation: of,
        domain: domain.as_str().to_owned(),
        claimed_at: call.at,
        dns_token: accounts::one_time_token()?,
        letter: None,
        proof: None,
    };
    store::insert(tx, &claim, by)?;
    let event = events::about("domain.claimed", &claim);
    audit::record(tx, call, &may, event, claim)
}
