//! `POST /v1/organisations/{id}/documents` and `DELETE /v1/documents/{id}`: what a supplier hands in
//! once, for its profile and so for every bid.

use super::{
    model_documents::{CannotKeep, SupplierDocument, room_for},
    policy::{UploadDocument, WithdrawDocument},
    store, store_documents,
};
use crate::{
    access::{No, Organisation, OrganisationKind},
    audit::{self, Call, Event, Recorded},
    db::{Fault, Tx},
    documents::{self, Checked, Document},
    kernel::Id,
};

/// A file that was looked at, and what its sender calls it.
#[derive(Debug)]
pub struct NewDocument {
    pub title: Option<String>,
    pub file: Checked,
}

/// Keeps a file with its row, or neither.
pub fn upload(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    new: &NewDocument,
) -> Result<Recorded<SupplierDocument>, Fault> {
    let (may, supplier) = store::load(tx.db(), of)?.open::<UploadDocument>(&call.actor)?;
    if supplier.kind != OrganisationKind::Supplier {
        return Err(CannotKeep::NotASupplier.into());
    }
    let uploaded_by = call.actor.user().ok_or(No::Hidden)?;
    let document = Document::of(&new.file);
    let (current, kept) = store_documents::held(tx.db(), of)?;
    room_for(document.size, current, kept)?;
    documents::put(tx, document.id, &new.file)?;
    let handed_in = SupplierDocument {
        document,
        organisation: of,
        title: new.title.clone(),
        uploaded_by,
        uploaded_at: call.at,
        in_bid_at: None,
    };
    store_documents::insert(tx, &handed_in)?;
    // Not its name: people may stand in it.
    let event = Event::of("document.uploaded", "document", &handed_in.document.id)
        .fact("media_type", handed_in.document.media_type.clone())
        .fact("size", handed_in.document.size)
        .fact("sha256", handed_in.document.sha256.clone());
    audit::record(tx, call, &may, event, handed_in)
}

/// Takes a document out of the supplier's hands. Its content goes as well, unless a bid carries it.
pub fn withdraw(tx: &mut Tx<'_>, call: &Call, id: Id<Document>) -> Result<Recorded<()>, Fault> {
    let found = store_documents::load(tx.db(), id)?;
    let (may, withdrawn) = found.open::<WithdrawDocument>(&call.actor)?;
    let profile = super::profile(tx.db(), withdrawn.organisation)?;
    if profile.documents.iter().any(|named| named.id == id) {
        return Err(CannotKeep::Named.into());
    }
    let by = call.actor.user().ok_or(No::Hidden)?;
    store_documents::withdraw(tx, id, by, call.at)?;
    let stays = withdrawn.in_bid_at.is_some();
    if !stays {
        documents::remove(tx, id)?;
    }
    let event = Event::of("document.withdrawn", "document", &id).fact("content_kept", stays);
    audit::record(tx, call, &may, event, ())
}
