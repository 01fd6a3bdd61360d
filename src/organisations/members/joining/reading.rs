//! Reads of requests to join.

use super::{
    super::super::{model::PageOfOrganisation, store as organisations},
    model::JoinRequest,
    policy::ReadJoinRequests,
    store,
};
use crate::prelude::*;

/// The requests that wait at an organisation, newest first, for owners.
pub fn waiting(
    db: &mut Db,
    actor: &Actor,
    asked: &PageOfOrganisation,
) -> Result<Page<JoinRequest>, Fault> {
    let found = organisations::load(db, asked.of)?;
    let (_, organisation) = found.open::<ReadJoinRequests>(actor)?;
    let rows = store::waiting(db, organisation.id, &asked.page)?;
    Ok(asked.page.cut(rows, |one| one.id.to_string()))
}

/// The requests that the caller has made, newest first.
pub fn own(db: &mut Db, actor: &Actor, page: &PageOf) -> Result<Page<JoinRequest>, Fault> {
    let user = actor.person()?;
    let rows = store::of_person(db, user, page)?;
    Ok(page.cut(rows, |one| one.id.to_string()))
}
