//! `POST /v1/organisations/{id}/documents`: a file is kept with its row, or neither.

use super::{
    model::{CannotKeep, SupplierDocument, room_for},
    policy::UploadDocument,
    store,
};
use crate::{
    documents::{self, Checked, Document},
    organisations,
    prelude::*,
};

/// Refuses callers who may not upload, before their file is looked at: that takes time.
pub fn may_upload(db: &mut Db, actor: &Actor, of: Id<Organisation>) -> Result<(), Fault> {
    let (_, _) = organisations::load(db, of)?.open::<UploadDocument>(actor)?;
    Ok(())
}

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
    // Not its name: people may stand in it.
    let event = Event::of("document.uploaded", "document", &handed_in.document.id)
        .fact("media_type", handed_in.document.media_type.clone())
        .fact("size", handed_in.document.size)
        .fact("sha256", handed_in.document.sha256.clone());
    audit::record(tx, call, &may, event, handed_in)
}
