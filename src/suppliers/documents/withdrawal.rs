//! `DELETE /v1/documents/{id}`: a document leaves the supplier's hands.

use super::{super::profile, model::CannotKeep, policy::WithdrawDocument, store};
use crate::{
    documents::{self, Document},
    prelude::*,
};

/// Takes a document out of the supplier's hands. Its content goes as well, unless a bid carries it.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, id: Id<Document>) -> Result<Recorded<()>, Fault> {
    let found = store::load(tx.db(), id)?;
    let (may, withdrawn) = found.open::<WithdrawDocument>(&call.actor)?;
    let profile = profile(tx.db(), withdrawn.organisation)?;
    if profile.documents.iter().any(|named| named.id == id) {
        return Err(CannotKeep::Named.into());
    }
    let by = call.actor.user().ok_or(No::Hidden)?;
    store::withdraw(tx, id, by, call.at)?;
    let stays = withdrawn.in_bid_at.is_some();
    if !stays {
        documents::remove(tx, id)?;
    }
    let event = Event::of("document.withdrawn", "document", &id).fact("content_kept", stays);
    audit::record(tx, call, &may, event, ())
}
