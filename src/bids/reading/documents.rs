//! Documents that a bid carries: those that the profiles of its suppliers named when it was
//! submitted.

use super::{super::model::Bid, read};
use crate::{
    access::{Actor, No},
    app::App,
    db::{Db, Fault},
    documents::{self, Document},
    http::File,
    kernel::Id,
};

/// What lies under the bid's seal says which document that is, and what its content has to be:
/// so nobody exchanges it once the bid is in.
pub fn document(
    db: &mut Db,
    app: &App,
    actor: &Actor,
    (bid, id): (Id<Bid>, Id<Document>),
) -> Result<File, Fault> {
    let seen = read::read(db, app, actor, bid)?;
    let content = seen.content.unwrap_or_default();
    let partners = content.partners.into_iter().filter_map(|one| one.profile);
    let mut profiles = content.profile.into_iter().chain(partners);
    let named = profiles.find_map(|profile| profile.document(id)).ok_or(No::Hidden)?;
    documents::whole(db, &named)
}
