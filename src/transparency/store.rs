//! Rows of releases, kept as they were read.

use diesel::prelude::*;

use super::release::Head;
use crate::{db::schema::imported_releases as releases, opportunities::Opportunity, prelude::*};

/// A release that was taken before.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = releases)]
pub struct Taken {
    pub release_id: String,
    pub sha256: String,
    pub released_at: Instant,
    pub body: String,
}

pub fn anything() -> Guarded<()> {
    Guarded::new(())
}

/// All releases of one process so far, in the order of their dates.
pub fn of_process(db: &mut Db, ocid: &str) -> Result<Vec<Taken>, Fault> {
    Ok(releases::table
        .filter(releases::ocid.eq(ocid))
        .order((releases::released_at, releases::release_id))
        .select(Taken::as_select())
        .load(db)?)
}

pub fn count_of_process(db: &mut Db, ocid: &str) -> Result<i64, Fault> {
    Ok(releases::table.filter(releases::ocid.eq(ocid)).count().get_result(db)?)
}

pub fn insert(
    tx: &mut Tx<'_>,
    head: &Head,
    body: &str,
    opportunity: Id<Opportunity>,
    now: Instant,
) -> Result<(), Fault> {
    diesel::insert_into(releases::table)
        .values((
            releases::ocid.eq(&head.ocid),
            releases::release_id.eq(&head.id),
            releases::sha256.eq(&head.sha256),
            releases::released_at.eq(head.date),
            releases::body.eq(body),
            releases::opportunity_id.eq(opportunity),
            releases::imported_at.eq(now),
        ))
        .execute(tx.db())?;
    Ok(())
}
