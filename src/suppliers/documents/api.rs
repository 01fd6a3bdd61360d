//! Suppliers' documents over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;

use super::{
    model::SupplierDocument,
    reading,
    uploading::{self, NewDocument},
};
use crate::{
    documents::{Checks, Document, FileKind, FileName, Upload},
    http::{File, Page, Raw, Refusal, prelude::*},
    organisations::PageOfOrganisation,
    prelude::*,
};

operations! { "suppliers":
    /// Upload a document
    ///
    /// By an owner or a bidder of a supplier. The body is the file itself, at most 5 MB; a supplier has
    /// at most 30 documents and 60 MB. The file name, the content and `Content-Type` must agree.
    /// Policies, accreditations and insurances of the profile refer to the document by its id.
    post "/v1/organisations/{id}/documents" upload_document =
        signed_in().query::<UploadQuery>()
            .takes_file(&["application/pdf", "image/png", "image/jpeg", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.text", "text/plain"])
            .gives::<SupplierDocument>(201, "The document")
            .says(409, "The quota is reached, or the organisation is not a supplier")
            .says(422, "The file does not match its name, type or digest, or its type is not accepted")
            .row("docef", "---n-- yy ---- ---");

    /// List the documents of a supplier
    ///
    /// For its members, newest first. Leaves out withdrawn documents.
    get "/v1/organisations/{id}/documents" list_documents =
        signed_in().query::<PageQuery>().gives::<Page<SupplierDocument>>(200, "A page of documents")
            .row("docef", "---y-- yy ---- ---");

    /// Get the metadata of a document
    ///
    /// For members of the supplier.
    get "/v1/documents/{id}" get_document =
        signed_in().gives::<SupplierDocument>(200, "The document").row("docef", "---y-- yy ---- ---");

    /// Download a document
    ///
    /// For members of the supplier. Always served as an attachment. Buyers download the documents of an
    /// opened bid with `get_bid_document`.
    get "/v1/documents/{id}/content" get_document_content =
        signed_in().long().versioned().gives_file("The file", "application/octet-stream")
            .row("docef", "---y-- yy ---- ---");

    /// Withdraw a document
    ///
    /// By an owner or a bidder, once no section of the profile names the document. Bids that carry the
    /// document keep it; otherwise its content is erased.
    delete "/v1/documents/{id}" withdraw_document =
        signed_in().says(204, "Withdrawn").says(409, "A section of the profile names the document")
            .row("docef", "---n-- yy ---- ---");
}

/// The name of a file.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// The file name, with the ending of its type: .pdf, .png, .jpg, .docx, .xlsx, .odt or .txt.
    #[param(value_type = String, example = "policy.pdf")]
    pub name: FileName,
    /// The title in lists.
    #[deserr(default)]
    #[param(value_type = Option<String>, example = "Health and safety")]
    pub title: Option<Line<200>>,
}

async fn upload_document(
    request: Request,
    checks: Data<Checks>,
    path: Path<Id<Organisation>>,
    Query(query): Query<UploadQuery>,
    raw: Raw,
) -> Reply {
    let of = path.into_inner();
    // The slow checks of the file are for callers who may upload.
    request.read(move |db, actor| uploading::may_upload(db, actor, of)).await?;
    let declared = FileKind::of_media_type(&raw.media_type)?;
    let (digest, content) = (raw.digest, raw.bytes.to_vec());
    let file = checks.check(Upload { name: query.name, declared, digest, content }).await?;
    let new = NewDocument { title: query.title.map(Line::into_string), file };
    let upload = move |tx: &mut Tx<'_>, call: &Call| uploading::upload(tx, call, of, &new);
    let show =
        |one: &SupplierDocument| Answer::created(one, format!("/v1/documents/{}", one.document.id));
    request.act(upload, show).await
}

async fn list_documents(
    request: Request,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = query.page(&("documents", id))?;
    let asked = PageOfOrganisation { of: id, page };
    let found = request.read(move |db, actor| reading::list(db, actor, &asked)).await?;
    Ok(Answer::page(&found))
}

async fn get_document(request: Request, path: Path<Id<Document>>) -> Reply {
    let id = path.into_inner();
    let found = request.read(move |db, actor| reading::read(db, actor, id)).await?;
    Ok(Answer::ok(&found))
}

async fn get_document_content(request: Request, path: Path<Id<Document>>) -> Result<File, Refusal> {
    let id = path.into_inner();
    let find = move |db: &mut Db, actor: &Actor| reading::content(db, actor, id);
    request.read(find).await
}

async fn withdraw_document(request: Request, path: Path<Id<Document>>) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| uploading::withdraw(tx, call, id), |()| Answer::done()).await
}
