//! Suppliers' documents over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;

use super::{
    model::SupplierDocument,
    reading,
    uploading::{self, NewDocument},
    views::DocumentView,
    withdrawal,
};
use crate::{
    access::{Actor, Organisation},
    app::App,
    audit::{self, Call},
    db::{Db, Tx},
    documents::{Checks, Document, FileKind, FileName, Upload},
    http::{
        Answer, Caller, File, FileContent, Page, PageOf, PageQuery, Query, Raw, Refusal, Reply,
    },
    kernel::{Faults, Id, Line},
    organisations::PageOfOrganisation,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/organisations/{id}/documents")
                .route(web::get().to(list_documents))
                .route(web::post().to(upload_document)),
        )
        .service(
            web::resource("/v1/documents/{id}")
                .route(web::get().to(get_document))
                .route(web::delete().to(withdraw_document)),
        )
        .service(
            web::resource("/v1/documents/{id}/content").route(web::get().to(get_document_content)),
        );
}

/// What a file is called.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// With the ending of its kind: .pdf, .png, .jpg, .docx, .xlsx, .odt or .txt.
    #[param(value_type = String, example = "policy.pdf")]
    pub name: FileName,
    /// What people read in lists.
    #[deserr(default)]
    #[param(value_type = Option<String>, example = "Health and safety")]
    pub title: Option<Line<200>>,
}

/// Upload a document
///
/// By an owner or a bidder of a supplier. The body is the file itself, at most 5 MB; a supplier has
/// at most 30 documents and 60 MB. The file name, the content and `Content-Type` must agree.
/// Policies, accreditations and insurances of the profile refer to the document by its id.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/documents",
    operation_id = "upload_document",
    tag = "suppliers",
    params(
        ("id" = String, Path, format = "uuid"),
        UploadQuery,
        ("Content-Digest" = Option<String>, Header, description = "SHA-256 of the body (RFC 9530), which is checked: `sha-256=:...:`"),
    ),
    request_body(content(
        (FileContent = "application/pdf"),
        (FileContent = "image/png"),
        (FileContent = "image/jpeg"),
        (FileContent = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (FileContent = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (FileContent = "application/vnd.oasis.opendocument.text"),
        (FileContent = "text/plain"),
    )),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The document", body = DocumentView),
        (status = 409, description = "The quota is reached, or the organisation is not a supplier"),
        (status = 422, description = "The file does not match its name, type or digest, or its type is not accepted"),
    ),
)]
pub async fn upload_document(
    (app, checks): (Data<App>, Data<Checks>),
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<UploadQuery>,
    raw: Raw,
) -> Reply {
    let of = path.into_inner();
    // Before the file is looked at, which takes time: not for everybody.
    app.read(caller.clone(), move |db, actor| uploading::may_upload(db, actor, of)).await?;
    let declared = FileKind::of_media_type(&raw.media_type)?;
    let (digest, content) = (raw.digest, raw.bytes.to_vec());
    let file = checks.check(Upload { name: query.name, declared, digest, content }).await?;
    let new = NewDocument { title: query.title.map(Line::into_string), file };
    let upload = move |tx: &mut Tx<'_>, call: &Call| uploading::upload(tx, call, of, &new);
    let show = |one: &SupplierDocument| {
        Answer::created(&DocumentView::from(one), format!("/v1/documents/{}", one.document.id))
    };
    Ok(audit::act(&app, caller, upload, show).await?)
}

/// List the documents of a supplier
///
/// For its members, newest first. Leaves out withdrawn documents.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/documents",
    operation_id = "list_documents",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid"), PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of documents", body = Page<DocumentView>)),
)]
pub async fn list_documents(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("documents", id))?;
    let asked = PageOfOrganisation { of: id, page };
    let found = app.read(caller, move |db, actor| reading::list(db, actor, &asked)).await?;
    Ok(Answer::page(&found.map(|one| DocumentView::from(&one))))
}

/// Get the metadata of a document
///
/// For members of the supplier.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}",
    operation_id = "get_document",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 200, description = "The document", body = DocumentView)),
)]
pub async fn get_document(app: Data<App>, caller: Caller, path: Path<Id<Document>>) -> Reply {
    let id = path.into_inner();
    let found = app.read(caller, move |db, actor| reading::read(db, actor, id)).await?;
    Ok(Answer::ok(&DocumentView::from(&found)))
}

/// Download a document
///
/// For members of the supplier. Always served as an attachment. Buyers download the documents of an
/// opened bid with `get_bid_document`.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}/content",
    operation_id = "get_document_content",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file", body = FileContent, content_type = "application/octet-stream"),
        (status = 304, description = "The current version"),
    ),
)]
pub async fn get_document_content(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Document>>,
) -> Result<File, Refusal> {
    let id = path.into_inner();
    let find = move |db: &mut Db, actor: &Actor| reading::content(db, actor, id);
    Ok(audit::read_long(&app, caller, find).await?)
}

/// Withdraw a document
///
/// By an owner or a bidder, once no section of the profile names the document. Bids that carry the
/// document keep it; otherwise its content is erased.
#[utoipa::path(
    delete,
    path = "/v1/documents/{id}",
    operation_id = "withdraw_document",
    tag = "suppliers",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Withdrawn"),
        (status = 409, description = "A section of the profile names the document"),
    ),
)]
pub async fn withdraw_document(app: Data<App>, caller: Caller, path: Path<Id<Document>>) -> Reply {
    let id = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| withdrawal::withdraw(tx, call, id);
    Ok(audit::act(&app, caller, withdraw, |()| Answer::done()).await?)
}
