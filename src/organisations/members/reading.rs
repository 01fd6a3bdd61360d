//! Reads of members.

use super::{
    super::{model::PageOfOrganisation, store as organisations},
    model::Member,
    policy::ReadMembers,
    store,
};
use crate::prelude::*;

/// A page of the members of an organisation.
pub fn list(db: &mut Db, actor: &Actor, asked: &PageOfOrganisation) -> Result<Page<Member>, Fault> {
    let (_, organisation) = organisations::load(db, asked.of)?.open::<ReadMembers>(actor)?;
    let rows = store::list(db, organisation.id, &asked.page)?;
    Ok(asked.page.cut(rows, |one| one.user.to_string()))
}
