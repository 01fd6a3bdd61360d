//! Events of the audit log about claims.

use super::model::Claim;
use crate::audit::Event;

pub fn about(what: &'static str, claim: &Claim) -> Event {
    Event::of(what, "organisation", &claim.organisation)
        .fact("claim", claim.id.to_string())
        .fact("domain", claim.domain.clone())
}
