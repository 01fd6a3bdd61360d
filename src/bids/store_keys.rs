//! Rows of keys: those of suppliers' drafts, and the wrapped identities of lots.

use diesel::prelude::*;

use crate::{
    access::Organisation,
    app::{App, SealKey},
    audit::Call,
    db::{
        Db, Fault, Stale, Tx,
        schema::{lot_keys, supplier_keys},
    },
    kernel::Id,
    opportunities::Lot,
};

fn supplier_purpose(supplier: Id<Organisation>) -> String {
    format!("supplier {supplier}")
}

/// The key of a supplier's drafts, if it has one yet.
pub fn supplier_key(
    db: &mut Db,
    app: &App,
    supplier: Id<Organisation>,
) -> Result<Option<SealKey>, Fault> {
    let wrapped: Option<Vec<u8>> = supplier_keys::table
        .filter(supplier_keys::organisation_id.eq(supplier))
        .select(supplier_keys::wrapped)
        .first(db)
        .optional()?;
    let unwrap = |w: Vec<u8>| app.keys.sealed.unwrap_key(&w, &supplier_purpose(supplier));
    wrapped.map(unwrap).transpose().map_err(|error| Fault::corrupt(&error))
}

/// Makes the key of a supplier's drafts.
pub fn make_supplier_key(
    tx: &mut Tx<'_>,
    call: &Call,
    supplier: Id<Organisation>,
) -> Result<SealKey, Fault> {
    let broken = |error| Fault::corrupt(&error);
    let key = SealKey::generate().map_err(broken)?;
    let wrapped = call.app.keys.sealed.wrap_key(&key, &supplier_purpose(supplier));
    diesel::insert_into(supplier_keys::table)
        .values((
            supplier_keys::organisation_id.eq(supplier),
            supplier_keys::wrapped.eq(wrapped.map_err(broken)?),
            supplier_keys::created_at.eq(call.at),
        ))
        .execute(tx.db())?;
    Ok(key)
}

/// The wrapped identity of a lot, and under which key it is wrapped: `sealed` or `opened`.
pub fn lot_key(db: &mut Db, lot: Id<Lot>) -> Result<(String, Vec<u8>), Fault> {
    Ok(lot_keys::table
        .filter(lot_keys::lot_id.eq(lot))
        .select((lot_keys::ring, lot_keys::wrapped))
        .first(db)?)
}

/// Puts a lot's identity on the ring of the opened.
pub fn rewrap_lot_key(tx: &mut Tx<'_>, lot: Id<Lot>, wrapped: &[u8]) -> Result<(), Fault> {
    let sealed = lot_keys::lot_id.eq(lot).and(lot_keys::ring.eq("sealed"));
    let changed = diesel::update(lot_keys::table.filter(sealed))
        .set((lot_keys::ring.eq("opened"), lot_keys::wrapped.eq(wrapped)))
        .execute(tx.db())?;
    if changed == 1 { Ok(()) } else { Err(Stale.into()) }
}
