//! `GET /v1/audit/events`: auditors read the log of the bodies that a grant names.

use super::{
    policy::ReadAudit,
    store::{self, StoredEvent, Wanted},
    views::AuditEvent,
};
use crate::{
    access::{Actor, Organisation, Permit},
    db::{Db, Fault, names_of},
    kernel::{Id, Page, PageOf},
};

/// A page of the log of one body, or of all bodies that the auditor may read.
pub fn list(
    db: &mut Db,
    actor: &Actor,
    wanted: &Wanted,
    page: &PageOf,
) -> Result<Page<AuditEvent>, Fault> {
    let bodies = wanted.organisation.map_or_else(|| actor.audits.bodies(), |body| vec![body]);
    let may = open(actor, &bodies)?;
    let rows = store::list(db, &may, &bodies, wanted, page)?;
    let names = names_of(db, rows.iter().filter_map(StoredEvent::person))?;
    Ok(page.cut(rows, |row| row.id.clone()).map(|row| AuditEvent::of(row, &names)))
}

/// A permit for each body, so that each body is told of the read.
fn open(actor: &Actor, bodies: &[Id<Organisation>]) -> Result<Vec<Permit<ReadAudit>>, Fault> {
    let none = bodies.is_empty().then_some(None);
    let asked = bodies.iter().copied().map(Some).chain(none);
    asked.map(|body| Ok(store::log_of(body).open::<ReadAudit>(actor)?.0)).collect()
}
