//! `GET /v1/organisations/{id}/api-keys`: members list their own keys, owners all of them.

use super::{model::StoredKey, policy::ReadKeys, store};
use crate::{
    organisations::{self, PageOfOrganisation},
    prelude::*,
};

pub fn list(
    db: &mut Db,
    actor: &Actor,
    asked: &PageOfOrganisation,
) -> Result<Page<StoredKey>, Fault> {
    let found = organisations::load(db, asked.of)?;
    let (_, organisation) = found.open::<ReadKeys>(actor)?;
    let own = actor.user().filter(|_| !actor.has(Role::Owner, organisation.id));
    let rows = store::list(db, organisation.id, own, &asked.page)?;
    Ok(asked.page.cut(rows, |key| key.id.to_string()))
}
