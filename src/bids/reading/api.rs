//! Bids over HTTP, for their readers.

use actix_web::web::{Data, Path};

use super::{
    super::model::Bid,
    documents::{self, DocumentOfBid},
    read::{self, OwnBids},
    views::{self, BidSummary, BidView, BidsOfLot},
};
use crate::{
    access::{Actor, Organisation},
    app::App,
    audit,
    db::Db,
    documents::Document,
    http::{Answer, Caller, File, FileContent, Page, PageOf, PageQuery, Query, Refusal, Reply},
    kernel::Id,
    opportunities::Lot,
};

/// Get a bid
///
/// For the members of its supplier at any time. After the opening also for panel members who have
/// declared their interests, approvers of the buyer, and auditors. For everybody else the bid does
/// not exist (404).
#[utoipa::path(
    get,
    path = "/v1/bids/{id}",
    operation_id = "get_bid",
    tag = "bids",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The bid", body = BidView),
        (status = 304, description = "The current version"),
    ),
)]
pub async fn get_bid(app: Data<App>, caller: Caller, path: Path<Id<Bid>>) -> Reply {
    let (id, now, inner) = (path.into_inner(), caller.asked.at, app.clone());
    let seen =
        audit::read(&app, caller, move |db, actor| read::read(db, &inner, actor, id)).await?;
    let view = views::bid(&seen, now);
    Ok(Answer::ok(&view).version_in(view.version, view.state))
}

/// List the bids of an opened lot
///
/// For the panel, approvers of the buyer, and auditors. Leaves out bids that a declared conflict of
/// interest bars.
#[utoipa::path(
    get,
    path = "/v1/lots/{id}/bids",
    operation_id = "list_lot_bids",
    tag = "bids",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The bids", body = BidsOfLot),
        (status = 409, description = "Still sealed"),
    ),
)]
pub async fn list_lot_bids(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let id = path.into_inner();
    let bids = audit::read(&app, caller, move |db, actor| read::list(db, actor, id)).await?;
    Ok(Answer::ok(&BidsOfLot { items: bids.iter().map(views::summary).collect() }))
}

/// List the bids of a supplier
///
/// For its members: drafts, submitted and past bids, newest first.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/bids",
    operation_id = "list_own_bids",
    tag = "bids",
    params(("id" = String, Path, format = "uuid"), PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of bids", body = Page<BidSummary>)),
)]
pub async fn list_own_bids(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("own bids", id))?;
    let asked = OwnBids { supplier: id, page };
    let found = audit::read(&app, caller, move |db, actor| read::own(db, actor, &asked)).await?;
    Ok(Answer::page(&found.map(|bid| views::summary(&bid))))
}

/// Download a document of an opened bid
///
/// For readers of an opened bid and members of its supplier: a document that the profile in the bid
/// names, as it was at the submission, identified by its SHA-256. Always served as an attachment.
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
        (status = 304, description = "The current version"),
    ),
)]
pub async fn get_bid_document(
    app: Data<App>,
    caller: Caller,
    path: Path<(Id<Bid>, Id<Document>)>,
) -> Result<File, Refusal> {
    let (inner, (bid, document)) = (app.clone(), path.into_inner());
    let asked = DocumentOfBid { bid, document };
    let find = move |db: &mut Db, actor: &Actor| documents::document(db, &inner, actor, asked);
    Ok(audit::read_long(&app, caller, find).await?)
}
