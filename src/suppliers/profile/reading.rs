//! Reads of a profile, and of the history of its statements.

use super::{
    model::Profile,
    policy::ReadProfile,
    store,
    views::{self, StatementView},
};
use crate::{
    db::names_of,
    organisations::{self, PageOfOrganisation},
    prelude::*,
};

/// A supplier's profile, for its members.
pub fn read(db: &mut Db, actor: &Actor, of: Id<Organisation>) -> Result<Profile, Fault> {
    let (_, supplier) = organisations::load(db, of)?.open::<ReadProfile>(actor)?;
    store::profile(db, supplier.id)
}

/// A page of the statements of a supplier, newest first, for its members.
pub fn statements(
    db: &mut Db,
    actor: &Actor,
    asked: &PageOfOrganisation,
) -> Result<Page<StatementView>, Fault> {
    let (_, supplier) = organisations::load(db, asked.of)?.open::<ReadProfile>(actor)?;
    let found = store::history(db, supplier.id, &asked.page)?;
    let cut = asked.page.cut(found, |one| one.id.to_string());
    let names = names_of(db, cut.items.iter().map(|one| one.declared_by))?;
    Ok(cut.map(|one| {
        let name = names.of(one.declared_by);
        views::statement(one, name)
    }))
}
