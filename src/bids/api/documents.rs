//! Documents that bids carry, over HTTP.

use actix_web::web::{Data, Path};

use crate::{
    access::Actor,
    app::App,
    audit,
    bids::{documents, model::Bid},
    db::Db,
    documents::Document,
    http::{Caller, File, FileContent, Refusal},
    kernel::Id,
};

/// Download a document of an opened bid
///
/// For whoever reads the bid once it is open, its supplier included: what its profile names, as it
/// was when the bid was submitted, by its SHA-256. To be saved, never to be shown as a page.
#[utoipa::path(
    get,
    path = "/v1/bids/{id}/documents/{document_id}/content",
    operation_id = "get_bid_document",
    tag = "bids",
    params(
        ("id" = String, Path, format = "uuid"),
        ("document_id" = String, Path, format = "uuid", description = "One of the bid's `profile.documents`"),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file", body = FileContent, content_type = "application/octet-stream"),
        (status = 304, description = "As you know it"),
    ),
)]
pub async fn get_bid_document(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Bid>, Id<Document>)>,
) -> Result<File, Refusal> {
    let (inner, named) = (app.clone(), path.into_inner());
    let find = move |db: &mut Db, actor: &Actor| documents::read(db, &inner, actor, named);
    Ok(audit::read_long(&app, caller, find).await?)
}
