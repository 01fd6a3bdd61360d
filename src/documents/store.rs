//! Rows of content.

use diesel::prelude::*;

use super::model::Document;
use crate::{
    db::{Db, Fault, Tx, schema::document_contents as contents},
    kernel::Id,
};

pub fn insert(tx: &mut Tx<'_>, id: Id<Document>, content: &[u8]) -> Result<(), Fault> {
    diesel::insert_into(contents::table)
        .values((contents::document_id.eq(id), contents::bytes.eq(content)))
        .execute(tx.db())?;
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, id: Id<Document>) -> Result<(), Fault> {
    diesel::delete(contents::table.find(id)).execute(tx.db())?;
    Ok(())
}

pub fn find(db: &mut Db, id: Id<Document>) -> Result<Option<Vec<u8>>, Fault> {
    Ok(contents::table.find(id).select(contents::bytes).first(db).optional()?)
}
