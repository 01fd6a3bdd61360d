//! Rows of the index by codes.

use diesel::prelude::*;

use super::model::all_codes;
use crate::{
    db::{natively, schema::opportunity_codes as codes},
    opportunities::model::{Content, Opportunity},
    prelude::*,
};

/// Rows that one statement inserts, four binds each: SQLite takes 32,766 binds.
const AT_ONCE: usize = 500;

/// Makes an opportunity findable by its codes and by all that they are part of: `72212000` by
/// `72`, `722`, `7221`; `UKI31` by `UK`, `UKI`, `UKI3`.
pub fn insert(
    tx: &mut Tx<'_>,
    id: Id<Opportunity>,
    content: &Content,
    published_at: Instant,
) -> Result<(), Fault> {
    for some in all_codes(content).chunks(AT_ONCE) {
        let rows: Vec<_> = some
            .iter()
            .map(|code| {
                (
                    codes::scheme.eq(code.scheme),
                    codes::code.eq(code.code.as_str()),
                    codes::published_at.eq(published_at),
                    codes::opportunity_id.eq(id.as_str()),
                )
            })
            .collect();
        natively!(tx.db(), c => diesel::insert_into(codes::table).values(rows).execute(c))?;
    }
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, id: Id<Opportunity>) -> Result<(), Fault> {
    diesel::delete(codes::table.filter(codes::opportunity_id.eq(id.as_str()))).execute(tx.db())?;
    Ok(())
}
