//! Documents that a bid carries: those that the profiles of its suppliers named when it was
//! submitted.

use super::{super::model::Bid, read};
use crate::{
    app::App,
    documents::{self, Document},
    http::File,
    prelude::*,
};

/// A document that a bid names.
#[derive(Debug, Clone, Copy)]
pub struct DocumentOfBid {
    pub bid: Id<Bid>,
    pub document: Id<Document>,
}

/// The sealed bid names the document and its hash, so that the document cannot be exchanged later.
pub fn document(
    db: &mut Db,
    app: &App,
    actor: &Actor,
    asked: DocumentOfBid,
) -> Result<File, Fault> {
    let seen = read::read(db, app, actor, asked.bid)?;
    let content = seen.content.unwrap_or_default();
    let partners = content.partners.into_iter().filter_map(|one| one.profile);
    let mut profiles = content.profile.into_iter().chain(partners);
    let named = profiles.find_map(|profile| profile.document(asked.document)).ok_or(No::Hidden)?;
    documents::whole(db, &named)
}
