//! Rows of sealed content and of keys: those of suppliers' drafts, and the wrapped
//! identities of lots.

use diesel::prelude::*;

use super::super::model::Bid;
use crate::{
    app::{App, SealKey},
    db::{
        once,
        schema::{bid_submissions as submissions, bids, lot_keys, supplier_keys},
    },
    opportunities::Lot,
    prelude::*,
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

/// The wrapped identity of a lot, and the key ring that unwraps it: `sealed` or `opened`.
#[derive(Queryable)]
pub struct WrappedKey {
    pub ring: String,
    pub wrapped: Vec<u8>,
}

pub fn lot_key(db: &mut Db, lot: Id<Lot>) -> Result<WrappedKey, Fault> {
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
    once(changed)
}

/// A draft as it lies under its supplier's key.
pub fn stored_draft(db: &mut Db, bid: Id<Bid>) -> Result<Option<Vec<u8>>, Fault> {
    Ok(bids::table.filter(bids::id.eq(bid)).select(bids::draft).first(db)?)
}

/// Keeps a draft over the version that was read; the bid as it is now.
pub fn keep_draft(tx: &mut Tx<'_>, bid: Bid, sealed: &[u8]) -> Result<Bid, Fault> {
    let read = bids::id.eq(bid.id).and(bids::version.eq(bid.version));
    let changed = diesel::update(bids::table.filter(read))
        .set((
            bids::draft.eq(sealed),
            bids::updated_at.eq(bid.updated_at),
            bids::version.eq(bids::version + 1),
        ))
        .execute(tx.db())?;
    once(changed)?;
    Ok(Bid { version: bid.version + 1, ..bid })
}

/// A received submission: written once, never changed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = submissions)]
pub struct Submission {
    pub bid_id: Id<Bid>,
    pub version: i32,
    pub sealed: Vec<u8>,
    pub sealed_sha256: String,
    pub commitment: String,
    pub receipt: String,
    pub submitted_by: Id<User>,
    pub received_at: Instant,
}

pub fn insert_submission(tx: &mut Tx<'_>, submission: &Submission) -> Result<(), Fault> {
    diesel::insert_into(submissions::table).values(submission.clone()).execute(tx.db())?;
    Ok(())
}

pub fn submission(db: &mut Db, bid: Id<Bid>, version: i32) -> Result<Option<Submission>, Fault> {
    Ok(submissions::table
        .filter(submissions::bid_id.eq(bid).and(submissions::version.eq(version)))
        .select(Submission::as_select())
        .first(db)
        .optional()?)
}
