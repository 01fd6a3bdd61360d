//! Reads of the directory of organisations.

use super::{
    model::Stored,
    policy::Read,
    store::{self, OrganisationFilters},
};
use crate::prelude::*;

/// A page of the directory.
#[derive(Debug)]
pub struct OrganisationPage {
    pub filters: OrganisationFilters,
    pub page: PageOf,
}

/// A page of the directory, newest first.
pub fn list(db: &mut Db, asked: &OrganisationPage) -> Result<Page<Stored>, Fault> {
    let rows = store::list(db, &asked.filters, &asked.page)?;
    Ok(asked.page.cut(rows, |one| one.id.to_string()))
}

/// The organisation of an id, or its successor after a merger.
#[derive(Debug)]
pub enum FoundOrganisation {
    Here(Box<Stored>),
    MergedInto(Id<Organisation>),
}

/// An organisation, or the one that it has become part of.
pub fn read(db: &mut Db, actor: &Actor, id: Id<Organisation>) -> Result<FoundOrganisation, Fault> {
    match store::load(db, id) {
        Ok(found) => {
            let (_, organisation) = found.open::<Read>(actor)?;
            Ok(FoundOrganisation::Here(Box::new(organisation)))
        }
        Err(hidden) => store::successor(db, id)?.map(FoundOrganisation::MergedInto).ok_or(hidden),
    }
}
