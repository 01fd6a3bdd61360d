//! Bids over HTTP, for their readers.

use actix_web::web::Path;

use super::{
    super::model::Bid,
    documents::{self, DocumentOfBid},
    read::{self, OwnBids},
    views::{self, BidSummary, BidView, BidsOfLot},
};
use crate::{
    documents::Document,
    http::{File, PathParameter, Refusal, prelude::*},
    opportunities::Lot,
    prelude::*,
};

operations! { "bids":
    /// Get a bid
    ///
    /// For the members of its supplier at any time. After the opening also for panel members who have
    /// declared their interests, approvers of the buyer, and auditors. For everybody else the bid does
    /// not exist (404).
    get "/v1/bids/{id}" get_bid =
        signed_in().key(Scope::BidsRead).versioned().gives::<BidView>(200, "The bid")
            .row("oc", "---y-- yy ---- ---").row("ef", "---y-y yy --y- yyy");

    /// List the bids of an opened lot
    ///
    /// For the panel, approvers of the buyer, and auditors. Leaves out bids that a declared conflict of
    /// interest bars.
    get "/v1/lots/{id}/bids" list_lot_bids =
        signed_in().key(Scope::BidsRead).gives::<BidsOfLot>(200, "The bids")
            .says(409, "Still sealed").row("doc", "-----y -- --y- ---")
            .row("ef", "-----y -- --y- yyy");

    /// List the bids of a supplier
    ///
    /// For its members: drafts, submitted and past bids, newest first.
    get "/v1/organisations/{id}/bids" list_own_bids =
        signed_in().key(Scope::BidsRead).query::<PageQuery>()
            .gives::<Page<BidSummary>>(200, "A page of bids")
            .row("docef", "---y-- yy ---- ---");

    /// Download a document of an opened bid
    ///
    /// For readers of an opened bid and members of its supplier: a document that the profile in the bid
    /// names, as it was at the submission, identified by its SHA-256. Always served as an attachment.
    get "/v1/bids/{id}/documents/{document_id}/content" get_bid_document =
        signed_in().key(Scope::BidsRead).long()
            .parameter(PathParameter { name: "document_id", about: "One of the bid's `profile.documents`", example: None })
            .versioned().gives_file("The file", "application/octet-stream")
            .row("oc", "------ -- ---- ---").row("ef", "---y-y yy --y- yyy");
}

async fn get_bid(request: Request, bid: Path<Id<Bid>>) -> Reply {
    let (now, app) = (request.at(), request.app.clone());
    let seen = request.read(move |db, actor| read::read(db, &app, actor, *bid)).await?;
    let view = views::bid(&seen, now);
    Ok(Answer::ok(&view).version_in(view.version, view.state.as_str()))
}

async fn list_lot_bids(request: Request, lot: Path<Id<Lot>>) -> Reply {
    let bids = request.read(move |db, actor| read::list(db, actor, *lot)).await?;
    Ok(Answer::ok(&BidsOfLot { items: bids.iter().map(views::summary).collect() }))
}

async fn list_own_bids(
    request: Request,
    supplier: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let supplier = *supplier;
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("own bids", supplier))?;
    let asked = OwnBids { supplier, page };
    let found = request.read(move |db, actor| read::own(db, actor, &asked)).await?;
    Ok(Answer::page(&found.map(|bid| views::summary(&bid))))
}

async fn get_bid_document(
    request: Request,
    path: Path<(Id<Bid>, Id<Document>)>,
) -> Result<File, Refusal> {
    let (app, (bid, document)) = (request.app.clone(), path.into_inner());
    let asked = DocumentOfBid { bid, document };
    request.read(move |db, actor| documents::document(db, &app, actor, asked)).await
}
