//! Reads of the terms and of their acceptances.

use super::{
    model::{Acceptance, Terms, VersionAsked},
    policy::{ReadAcceptances, ReadTerms},
    store,
};
use crate::prelude::*;

/// A page of the versions of the terms, newest first.
pub fn list(db: &mut Db, actor: &Actor, page: &PageOf) -> Result<Page<Terms>, Fault> {
    let (_, ()) = store::anything().open::<ReadTerms>(actor)?;
    let rows = store::list(db, page)?;
    Ok(page.cut(rows, |terms| terms.version.to_string()))
}

/// One version of the terms.
pub fn read(db: &mut Db, actor: &Actor, asked: VersionAsked, now: Instant) -> Result<Terms, Fault> {
    let (_, ()) = store::anything().open::<ReadTerms>(actor)?;
    let version = match asked {
        VersionAsked::Current => store::current(db, now)?,
        VersionAsked::Version(version) => Some(version),
    };
    let found = version.map(|version| store::find(db, version)).transpose()?;
    Ok(found.flatten().ok_or(No::Hidden)?)
}

/// A page of the versions that an organisation has accepted, newest first.
pub fn acceptances(
    db: &mut Db,
    actor: &Actor,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Page<Acceptance>, Fault> {
    let (_, card) = store::load_card(db, of)?.open::<ReadAcceptances>(actor)?;
    let rows = store::list_acceptances(db, card.id, page)?;
    Ok(page.cut(rows, |acceptance| acceptance.version.to_string()))
}
