//! `POST /v1/organisations/{id}/terms-acceptances`, and whether one is missing.

use super::{
    model::{Acceptance, CannotAccept},
    policy::AcceptTerms,
    store,
};
use crate::prelude::*;

/// Accepts a version for an organisation: the one that applies, or one that is announced.
pub fn accept(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    version: i32,
) -> Result<Recorded<Acceptance>, Fault> {
    let (may, card) = store::load_card(tx.db(), of)?.open::<AcceptTerms>(&call.actor)?;
    let by = call.person()?;
    if store::find(tx.db(), version)?.is_none() {
        let mut faults = Faults::new();
        faults.add("/version", "unknown", "there is no such version");
        faults.none()?;
    }
    if let Some(current) = store::current(tx.db(), call.at)?
        && version < current
    {
        return Err(CannotAccept::Past(version, current).into());
    }
    if store::has_accepted(tx.db(), card.id, version)? {
        return Err(CannotAccept::Accepted(version).into());
    }
    let acceptance = store::accept(tx, card.id, version, by, call.at)?;
    let event = Event::of("terms.accepted", "organisation", &card.id).fact("version", version);
    audit::record(tx, call, &may, event, acceptance)
}

/// Refuses (409) an organisation for which nobody has accepted the terms that apply. Where none are
/// published, none are missing.
pub fn accepted(db: &mut Db, of: Id<Organisation>, now: Instant) -> Result<(), Fault> {
    match standing(db, of, now)? {
        Some((current, false)) => Err(CannotAccept::Missing(current).into()),
        Some((_, true)) | None => Ok(()),
    }
}

/// The version that applies, and whether somebody has accepted it for an organisation; none where no
/// terms are published.
pub fn standing(
    db: &mut Db,
    of: Id<Organisation>,
    now: Instant,
) -> Result<Option<(i32, bool)>, Fault> {
    let Some(current) = store::current(db, now)? else { return Ok(None) };
    Ok(Some((current, store::has_accepted_since(db, of, current)?)))
}
