//! The domains of an organisation that becomes part of another.

use super::{model::Claim, store};
use crate::prelude::*;

/// Moves the claims; where both organisations have claimed one domain, the proved claim stays.
pub fn move_all(
    tx: &mut Tx<'_>,
    call: &Call,
    from: Id<Organisation>,
    into: Id<Organisation>,
) -> Result<(), Fault> {
    let there = store::claims_of(tx.db(), into)?;
    for claim in store::claims_of(tx.db(), from)? {
        let same = there.iter().find(|other| other.domain == claim.domain);
        let worse: Option<&Claim> = match same {
            None => None,
            Some(other) if other.proof.is_none() && claim.proof.is_some() => Some(other),
            Some(_) => Some(&claim),
        };
        if let Some(worse) = worse {
            store::withdraw(tx, worse.id, call.at)?;
        }
        if worse.is_none_or(|worse| worse.id != claim.id) {
            store::move_to(tx, claim.id, into)?;
        }
    }
    Ok(())
}
