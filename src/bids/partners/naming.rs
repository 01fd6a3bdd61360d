//! The partners that a submission names under its seal.

use super::{
    super::model::{Bid, BidInLot, NamedPartner, Partnership, PartnershipState},
    mails,
    model::CannotPartner,
    store,
};
use crate::{organisations, prelude::*, suppliers};

/// The partners that a submission names. Refused while an invitation waits for its answer.
pub fn agreed(bid: &Bid) -> Result<Vec<&Partnership>, CannotPartner> {
    let of = |state| bid.partners.iter().filter(move |one: &&Partnership| one.state == state);
    let waiting: Vec<&str> =
        of(PartnershipState::Invited).map(|one| one.organisation_name.as_str()).collect();
    if waiting.is_empty() {
        Ok(of(PartnershipState::Accepted).collect())
    } else {
        Err(CannotPartner::Waiting(waiting.join(", ")))
    }
}

/// Puts the partners under the seal, each as it is now, and tells them.
pub fn named(
    tx: &mut Tx<'_>,
    call: &Call,
    of: BidInLot<'_>,
    version: i32,
) -> Result<Vec<NamedPartner>, Fault> {
    let bid = of.bid;
    let agreed = agreed(bid)?;
    let mut named = Vec::new();
    for one in &agreed {
        let profile = Some(suppliers::snapshot(tx, one.organisation, call.at)?);
        let (name, part) = (one.organisation_name.clone(), one.part.clone());
        named.push(NamedPartner { organisation: one.organisation, name, part, profile });
        organisations::tell_bidders(tx, call, one.organisation, &mails::named_as_partner(of, one))?;
    }
    let ids: Vec<_> = agreed.iter().map(|one| one.id).collect();
    if !bid.partners.is_empty() {
        store::name(tx, bid.id, &ids, version)?;
    }
    Ok(named)
}
