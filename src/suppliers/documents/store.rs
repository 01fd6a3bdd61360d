//! Rows of suppliers' documents.

use diesel::prelude::*;

use super::model::{Amount, Held, SupplierDocument};
use crate::{
    db::{once, schema::supplier_documents as rows},
    documents::Document,
    prelude::*,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = rows)]
struct Row {
    id: Id<Document>,
    organisation_id: Id<Organisation>,
    title: Option<String>,
    name: String,
    media_type: String,
    size: i64,
    sha256: String,
    uploaded_by: Id<User>,
    uploaded_at: Instant,
    in_bid_at: Option<Instant>,
}

impl From<Row> for SupplierDocument {
    fn from(row: Row) -> Self {
        let Row { id, name, media_type, size, sha256, .. } = row;
        Self {
            document: Document { id, name, media_type, size, sha256 },
            organisation: row.organisation_id,
            title: row.title,
            uploaded_by: row.uploaded_by,
            uploaded_at: row.uploaded_at,
            in_bid_at: row.in_bid_at,
        }
    }
}

pub fn insert(tx: &mut Tx<'_>, new: &SupplierDocument) -> Result<(), Fault> {
    let document = &new.document;
    diesel::insert_into(rows::table)
        .values((
            rows::id.eq(document.id),
            rows::organisation_id.eq(new.organisation),
            rows::title.eq(&new.title),
            rows::name.eq(&document.name),
            rows::media_type.eq(&document.media_type),
            rows::size.eq(document.size),
            rows::sha256.eq(&document.sha256),
            rows::uploaded_by.eq(new.uploaded_by),
            rows::uploaded_at.eq(new.uploaded_at),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// A document that was not withdrawn.
pub fn load(db: &mut Db, id: Id<Document>) -> Result<Guarded<SupplierDocument>, Fault> {
    let row: Option<Row> = rows::table
        .filter(rows::id.eq(id).and(rows::withdrawn_at.is_null()))
        .select(Row::as_select())
        .first(db)
        .optional()?;
    Ok(Guarded::new(row.ok_or(No::Hidden)?.into()))
}

/// A supplier's documents, newest first.
pub fn list(
    db: &mut Db,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Vec<SupplierDocument>, Fault> {
    let mut query = rows::table
        .filter(rows::organisation_id.eq(of).and(rows::withdrawn_at.is_null()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = page.after() {
        query = query.filter(rows::id.lt(after.to_owned()));
    }
    let rows: Vec<Row> = query.order(rows::id.desc()).limit(page.fetch()).load(db)?;
    Ok(rows.into_iter().map(SupplierDocument::from).collect())
}

/// The supplier's own among these documents that were not withdrawn, in the order of their ids.
pub fn among(
    db: &mut Db,
    of: Id<Organisation>,
    ids: &[Id<Document>],
) -> Result<Vec<Document>, Fault> {
    let own = rows::organisation_id.eq(of).and(rows::withdrawn_at.is_null());
    let rows: Vec<Row> = rows::table
        .filter(rows::id.eq_any(ids).and(own))
        .order(rows::id)
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(|row| SupplierDocument::from(row).document).collect())
}

/// The amounts of a supplier's current documents, and of all that are kept, also for bids.
pub fn held(db: &mut Db, of: Id<Organisation>) -> Result<Held, Fault> {
    let kept = rows::withdrawn_at.is_null().or(rows::in_bid_at.is_not_null());
    let sizes: Vec<(i64, Option<Instant>)> = rows::table
        .filter(rows::organisation_id.eq(of).and(kept))
        .select((rows::size, rows::withdrawn_at))
        .load(db)?;
    let sum = |sizes: &mut dyn Iterator<Item = i64>| sizes.fold(Amount::default(), Amount::and);
    let current = sum(&mut sizes.iter().filter(|(_, gone)| gone.is_none()).map(|(size, _)| *size));
    Ok(Held { current, kept: sum(&mut sizes.iter().map(|(size, _)| *size)) })
}

/// Marks documents that a bid carries, whose content stays after a withdrawal.
pub fn keep_for_bids(tx: &mut Tx<'_>, ids: &[Id<Document>], now: Instant) -> Result<(), Fault> {
    if ids.is_empty() {
        return Ok(());
    }
    let first = rows::id.eq_any(ids).and(rows::in_bid_at.is_null());
    diesel::update(rows::table.filter(first)).set(rows::in_bid_at.eq(now)).execute(tx.db())?;
    Ok(())
}

pub fn withdraw(
    tx: &mut Tx<'_>,
    id: Id<Document>,
    by: Id<User>,
    now: Instant,
) -> Result<(), Fault> {
    let current = rows::id.eq(id).and(rows::withdrawn_at.is_null());
    let changed = diesel::update(rows::table.filter(current))
        .set((rows::withdrawn_at.eq(now), rows::withdrawn_by.eq(by)))
        .execute(tx.db())?;
    once(changed)
}
