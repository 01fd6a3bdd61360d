//! `POST /v1/organisations/{id}/documents` and `DELETE /v1/documents/{id}`: a supplier uploads and
//! withdraws documents.

use super::{
    super::profile,
    model::{CannotKeep, SupplierDocument, room_for},
    policy::{UploadDocument, WithdrawDocument},
    store,
};
use crate::{
    documents::{self, Checked, Document},
    organisations,
    prelude::*,
};

/// Refuses callers who may not upload, before the slow checks of their file.
pub fn may_upload(db: &mut Db, actor: &Actor, of: Id<Organisation>) -> Result<(), Fault> {
    let (_, _) = organisations::load(db, of)?.open::<UploadDocument>(actor)?;
    Ok(())
}

/// A checked file, and its title.
#[derive(Debug)]
pub struct NewDocument {
    pub title: Option<String>,
    pub file: Checked,
}

/// Keeps a file and its row in one transaction.
pub fn upload(
    tx: &mut Tx<'_>,
    call: &Call,
    of: Id<Organisation>,
    new: &NewDocument,
) -> Result<Recorded<SupplierDocument>, Fault> {
    let (may, supplier) = organisations::load(tx.db(), of)?.open::<UploadDocument>(&call.actor)?;
    if supplier.kind != OrganisationKind::Supplier {
        return Err(CannotKeep::NotASupplier.into());
    }
    let uploaded_by = call.actor.user().ok_or(No::Hidden)?;
    let document = Document::of(&new.file);
    let held = store::held(tx.db(), of)?;
    room_for(document.size, held.current, held.kept)?;
    documents::put(tx, document.id, &new.file)?;
    let handed_in = SupplierDocument {
        document,
        organisation: of,
        title: new.title.clone(),
        uploaded_by,
        uploaded_at: call.at,
        in_bid_at: None,
    };
    store::insert(tx, &handed_in)?;
    // Not the file name, which may hold personal data.
    let event = Event::of("document.uploaded", "document", &handed_in.document.id)
        .fact("media_type", handed_in.document.media_type.clone())
        .fact("size", handed_in.document.size)
        .fact("sha256", handed_in.document.sha256.clone());
    audit::record(tx, call, &may, event, handed_in)
}

/// Withdraws a document. Its content is erased, unless a bid carries the document.
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
