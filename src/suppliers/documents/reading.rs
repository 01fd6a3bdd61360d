//! Reads of documents, for the members of their supplier.

use super::{
    model::SupplierDocument,
    policy::{ListDocuments, ReadDocument},
    store,
};
use crate::{
    documents::{Document, whole_if_there},
    http::File,
    organisations::{self, PageOfOrganisation},
    prelude::*,
};

/// A page of a supplier's documents, newest first, without those that were withdrawn.
pub fn list(
    db: &mut Db,
    actor: &Actor,
    asked: &PageOfOrganisation,
) -> Result<Page<SupplierDocument>, Fault> {
    let (_, supplier) = organisations::load(db, asked.of)?.open::<ListDocuments>(actor)?;
    let rows = store::list(db, supplier.id, &asked.page)?;
    Ok(asked.page.cut(rows, |one| one.document.id.to_string()))
}

/// The metadata of a document.
pub fn read(db: &mut Db, actor: &Actor, id: Id<Document>) -> Result<SupplierDocument, Fault> {
    let (_, found) = store::load(db, id)?.open::<ReadDocument>(actor)?;
    Ok(found)
}

/// A document with its content.
pub fn content(db: &mut Db, actor: &Actor, id: Id<Document>) -> Result<File, Fault> {
    let found = read(db, actor, id)?;
    whole_if_there(db, &found.document)
}
