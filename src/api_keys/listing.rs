//! `GET /v1/organisations/{id}/api-keys`: members list their own keys, owners all of them.

use super::{model::StoredKey, policy::ReadKeys, store};
use crate::{
    access::{Actor, Organisation, Role},
    db::{Db, Fault},
    http::{Page, PageOf, PageQuery},
    kernel::{Id, Problem},
    organisations,
};

/// A page of the keys of an organisation.
#[derive(Debug, Clone)]
pub struct KeysOf {
    organisation: Id<Organisation>,
    page: PageOf,
}

impl KeysOf {
    pub fn page(organisation: Id<Organisation>, query: &PageQuery) -> Result<Self, Problem> {
        let list = ("api keys", organisation);
        let page = PageOf::of(query.limit, query.cursor.as_deref(), &list)?;
        Ok(Self { organisation, page })
    }
}

pub fn list(db: &mut Db, actor: &Actor, asked: &KeysOf) -> Result<Page<StoredKey>, Fault> {
    let found = organisations::load(db, asked.organisation)?;
    let (_, organisation) = found.open::<ReadKeys>(actor)?;
    let own = actor.user().filter(|_| !actor.has(Role::Owner, organisation.id));
    let rows = store::list(db, organisation.id, own, &asked.page)?;
    Ok(asked.page.cut(rows, |key| key.id.to_string()))
}
