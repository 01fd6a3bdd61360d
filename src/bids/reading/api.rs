//! Bids over HTTP, for their readers.

use actix_web::web::{Data, Path};

use super::{
    super::{model::Bid, policy::ListOwnBids, store},
    documents, read,
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

/// Read a bid
///
/// Its own supplier always. After the opening: members of the panel who have declared their
/// interests, the buyer's approvers, auditors. To everybody else it does not exist.
#[utoipa::path(
    get,
    path = "/v1/bids/{id}",
    operation_id = "get_bid",
    tag = "bids",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The bid", body = BidView),
        (status = 304, description = "As you know it"),
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
/// For the panel, the buyer's approvers and auditors; without those that a declared conflict bars.
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
    let (_, bids) = audit::read(&app, caller, move |db, actor| read::list(db, actor, id)).await?;
    Ok(Answer::ok(&BidsOfLot { items: bids.iter().map(views::summary).collect() }))
}

/// List a supplier's own bids
///
/// For its members: drafts, submitted and past ones, newest first.
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
    let found = audit::read(&app, caller, move |db, actor| {
        let (_, supplier) = store::load_supplier(db, id)?.open::<ListOwnBids>(actor)?;
        let rows = store::of_organisation(db, supplier.id, &page)?;
        Ok(page.cut(rows, |bid| bid.id.to_string()).map(|bid| views::summary(&bid)))
    })
    .await?;
    Ok(Answer::page(&found))
}

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
    let find = move |db: &mut Db, actor: &Actor| documents::document(db, &inner, actor, named);
    Ok(audit::read_long(&app, caller, find).await?)
}
