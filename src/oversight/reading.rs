//! `GET /v1/auditor-grants` and `/v1/organisations/{id}/auditor-reads`: grants, and reads under them.

use super::{
    model::{AuditorGrant, AuditorRead},
    policy::{ListGrants, ReadAuditorReads},
    store,
};
use crate::{
    organisations::{self, PageOfOrganisation},
    prelude::*,
};

/// A page of grants: all of them for administrators, their own for auditors.
pub fn grants(db: &mut Db, actor: &Actor, page: &PageOf) -> Result<Page<AuditorGrant>, Fault> {
    let (_, ()) = store::all().open::<ListGrants>(actor)?;
    let rows = store::list(db, actor, page)?;
    Ok(page.cut(rows, |grant| grant.id.to_string()))
}

/// A page of the reads of an organisation by auditors.
pub fn reads(
    db: &mut Db,
    actor: &Actor,
    asked: &PageOfOrganisation,
) -> Result<Page<AuditorRead>, Fault> {
    let found = organisations::load(db, asked.of)?;
    let (may, organisation) = found.open::<ReadAuditorReads>(actor)?;
    let rows = store::list_reads(db, &may, organisation.id, &asked.page)?;
    Ok(asked.page.cut(rows, |read| read.id.to_string()))
}
