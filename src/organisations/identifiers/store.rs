//! Rows of identifiers.

use diesel::prelude::*;

use super::model::{HeldIdentifier, Identifier};
use crate::{
    db::{one_of, schema::organisation_identifiers as identifiers},
    prelude::*,
};

/// The identifiers of some organisations, in the order of their registers.
pub fn of_all(
    db: &mut Db,
    ids: &[Id<Organisation>],
) -> Result<Vec<(Id<Organisation>, HeldIdentifier)>, Fault> {
    Ok(identifiers::table
        .filter(identifiers::organisation_id.eq_any(ids.to_vec()))
        .select((
            identifiers::organisation_id,
            ((identifiers::scheme, identifiers::identifier), identifiers::verified_at),
        ))
        .order((identifiers::scheme, identifiers::identifier))
        .load(db)?)
}

/// The identifiers of one organisation.
pub fn of(db: &mut Db, id: Id<Organisation>) -> Result<Vec<HeldIdentifier>, Fault> {
    Ok(of_all(db, &[id])?.into_iter().map(|(_, held)| held).collect())
}

/// The identifier that each of some organisations has in a register, where it has one.
pub fn known_by(
    db: &mut Db,
    of: &[Id<Organisation>],
    scheme: &str,
) -> Result<Vec<(Id<Organisation>, String)>, Fault> {
    Ok(identifiers::table
        .filter(one_of(identifiers::organisation_id, of).and(identifiers::scheme.eq(scheme)))
        .select((identifiers::organisation_id, identifiers::identifier))
        .order((identifiers::organisation_id, identifiers::identifier))
        .load(db)?)
}

/// The organisation that has an identifier.
pub fn holder_of(db: &mut Db, identifier: &Identifier) -> Result<Option<Id<Organisation>>, Fault> {
    Ok(identifiers::table
        .filter(identifiers::scheme.eq(&identifier.scheme))
        .filter(identifiers::identifier.eq(&identifier.id))
        .select(identifiers::organisation_id)
        .first(db)
        .optional()?)
}

pub fn insert(tx: &mut Tx<'_>, of: Id<Organisation>, identifier: &Identifier) -> Result<(), Fault> {
    diesel::insert_into(identifiers::table)
        .values((
            identifiers::scheme.eq(&identifier.scheme),
            identifiers::identifier.eq(&identifier.id),
            identifiers::organisation_id.eq(of),
        ))
        .execute(tx.db())?;
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, of: Id<Organisation>, identifier: &Identifier) -> Result<(), Fault> {
    let one = identifiers::scheme
        .eq(&identifier.scheme)
        .and(identifiers::identifier.eq(&identifier.id))
        .and(identifiers::organisation_id.eq(of));
    diesel::delete(identifiers::table.filter(one)).execute(tx.db())?;
    Ok(())
}

/// Replaces the identifiers of an organisation; those that stay keep their verification.
pub fn replace(
    tx: &mut Tx<'_>,
    id: Id<Organisation>,
    wanted: &[HeldIdentifier],
) -> Result<(), Fault> {
    let before = of(tx.db(), id)?;
    let among = |all: &[HeldIdentifier], one: &HeldIdentifier| {
        all.iter().any(|h| h.identifier == one.identifier)
    };
    for gone in before.iter().filter(|one| !among(wanted, one)) {
        delete(tx, id, &gone.identifier)?;
    }
    for new in wanted.iter().filter(|one| !among(&before, one)) {
        insert(tx, id, &new.identifier)?;
    }
    Ok(())
}

/// Marks an identifier of an organisation as verified.
pub fn verify(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    found: &Identifier,
    by: Option<Id<User>>,
    at: Instant,
) -> Result<(), Fault> {
    let own = identifiers::organisation_id.eq(of);
    let this = identifiers::scheme.eq(&found.scheme).and(identifiers::identifier.eq(&found.id));
    diesel::update(identifiers::table.filter(own.and(this)))
        .set((identifiers::verified_at.eq(at), identifiers::verified_by.eq(by)))
        .execute(tx.db())?;
    Ok(())
}

/// Marks all identifiers of an organisation as verified.
pub fn verify_all(
    tx: &mut Tx<'_>,
    of: Id<Organisation>,
    by: Option<Id<User>>,
    at: Instant,
) -> Result<(), Fault> {
    diesel::update(identifiers::table.filter(identifiers::organisation_id.eq(of)))
        .set((identifiers::verified_at.eq(at), identifiers::verified_by.eq(by)))
        .execute(tx.db())?;
    Ok(())
}
