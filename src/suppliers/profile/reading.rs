//! Reads of a profile: as it stands, and everything that was said before.

use super::{
    model::Profile,
    policy::ReadProfile,
    store,
    views::{self, StatementView},
};
use crate::{
    organisations::{self, PageOfOrganisation},
    prelude::*,
};

/// A supplier's profile, for its members.
pub fn read(db: &mut Db, actor: &Actor, of: Id<Organisation>) -> Result<Profile, Fault> {
    let (_, supplier) = organisations::load(db, of)?.open::<ReadProfile>(actor)?;
    store::profile(db, supplier.id)
}

/// A page of everything that a supplier has said, for its members, newest first.
pub fn statements(
    db: &mut Db,
    actor: &Actor,
    asked: &PageOfOrganisation,
) -> Result<Page<StatementView>, Fault> {
    let (_, supplier) = organisations::load(db, asked.of)?.open::<ReadProfile>(actor)?;
    let found = store::history(db, supplier.id, &asked.page)?;
    let cut = asked.page.cut(found, |one| one.id.to_string());
    let items = cut.items.iter().map(views::statement).collect::<Result<Vec<_>, _>>();
    Ok(Page { items: items.map_err(|error| Fault::corrupt(&error))?, next: cut.next })
}
