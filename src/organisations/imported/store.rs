//! Rows of public bodies that open data names before they register.

use diesel::prelude::*;

use super::super::{
    identifiers::{Identifier, store as identifiers_store},
    model::{NamedBody, OrganisationState},
};
use crate::{
    db::{
        lower,
        schema::{organisation_identifiers as identifiers, organisations},
    },
    prelude::*,
};

/// The public body of this identifier, else the imported one of this name, else a new one.
///
/// A registered body is found by a verified identifier only: neither a name nor an unverified
/// identifier proves that it is the same body.
pub fn imported_body(
    tx: &mut Tx<'_>,
    named: &NamedBody,
    now: Instant,
) -> Result<Id<Organisation>, Fault> {
    let holder =
        named.identifier.as_ref().map(|own| holder_of(tx.db(), own)).transpose()?.flatten();
    if let Some(holder) = holder.as_ref().filter(|one| one.is_known)
        && holder.kind == OrganisationKind::PublicBody
    {
        return Ok(holder.id);
    }
    let id = match by_name(tx.db(), named)? {
        Some(known) => known,
        None => insert(tx, named, now)?,
    };
    if let Some(identifier) = named.identifier.as_ref().filter(|_| holder.is_none()) {
        identifiers_store::insert(tx, id, identifier)?;
    }
    Ok(id)
}

/// The registered supplier of this identifier, if the identifier is verified: no supplier gets the
/// awards of another by claiming its number.
pub fn supplier_by(
    db: &mut Db,
    identifier: &Identifier,
) -> Result<Option<Id<Organisation>>, Fault> {
    let holder = holder_of(db, identifier)?;
    let supplier = holder.filter(|one| one.is_known && one.kind == OrganisationKind::Supplier);
    Ok(supplier.map(|one| one.id))
}

/// The organisation that has an identifier.
struct Holder {
    id: Id<Organisation>,
    kind: OrganisationKind,
    /// An administrator has verified the identifier, or it came with an import.
    is_known: bool,
}

fn holder_of(db: &mut Db, identifier: &Identifier) -> Result<Option<Holder>, Fault> {
    type Row = (Id<Organisation>, OrganisationKind, bool, Option<Instant>);
    let found: Option<Row> = identifiers::table
        .inner_join(organisations::table.on(organisations::id.eq(identifiers::organisation_id)))
        .filter(identifiers::scheme.eq(&identifier.scheme))
        .filter(identifiers::identifier.eq(&identifier.id))
        .select((
            organisations::id,
            organisations::kind,
            organisations::imported,
            identifiers::verified_at,
        ))
        .first(db)
        .optional()?;
    Ok(found.map(|(id, kind, imported, verified_at)| Holder {
        id,
        kind,
        is_known: imported || verified_at.is_some(),
    }))
}

fn by_name(db: &mut Db, named: &NamedBody) -> Result<Option<Id<Organisation>>, Fault> {
    let found: Option<(Id<Organisation>, Option<Id<Organisation>>)> = organisations::table
        .filter(lower(organisations::name).eq(lower(named.name.as_str())))
        .filter(organisations::imported.eq(true))
        .filter(organisations::kind.eq(OrganisationKind::PublicBody))
        .select((organisations::id, organisations::merged_into))
        .first(db)
        .optional()?;
    // Notices of a merged body belong to its successor.
    Ok(found.map(|(id, merged_into)| merged_into.unwrap_or(id)))
}

fn insert(tx: &mut Tx<'_>, named: &NamedBody, now: Instant) -> Result<Id<Organisation>, Fault> {
    let id = Id::new();
    diesel::insert_into(organisations::table)
        .values((
            organisations::id.eq(id),
            organisations::kind.eq(OrganisationKind::PublicBody),
            organisations::name.eq(named.name.as_str()),
            organisations::website.eq(&named.website),
            organisations::state.eq(OrganisationState::Unverified),
            organisations::imported.eq(true),
            organisations::created_at.eq(now),
            organisations::updated_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(id)
}
