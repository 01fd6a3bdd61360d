//! Reads of applications: of one supplier, of all that wait to be assessed, and one alone.

use super::{
    policy::{ListApplications, ReadApplication, ReadQueue},
    store,
};
use crate::{
    capabilities::model::{Application, ApplicationState, FullApplication},
    prelude::*,
};

/// A page of the applications of one supplier, newest first.
pub fn list(
    db: &mut Db,
    actor: &Actor,
    of: Id<Organisation>,
    page: &PageOf,
) -> Result<Page<Application>, Fault> {
    let (_, supplier) = store::load_supplier(db, of)?.open::<ListApplications>(actor)?;
    let rows = store::of_supplier(db, supplier.id, page)?;
    Ok(page.cut(rows, |application| application.id.to_string()))
}

/// A page of the applications of all suppliers in one state, oldest first.
pub fn queue(
    db: &mut Db,
    actor: &Actor,
    state: ApplicationState,
    page: &PageOf,
) -> Result<Page<Application>, Fault> {
    let (_, ()) = store::anything().open::<ReadQueue>(actor)?;
    let rows = store::queue(db, state, page)?;
    Ok(page.cut(rows, |application| application.id.to_string()))
}

/// One application with its evidence, its findings and its revocation.
pub fn read(db: &mut Db, actor: &Actor, id: Id<Application>) -> Result<FullApplication, Fault> {
    let (_, application) = store::load_whole(db, id)?.open::<ReadApplication>(actor)?;
    Ok(application)
}
