//! Drafts over HTTP.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    super::{
        model::{Bid, BidContent},
        reading::{self, BidView},
        seal, store,
    },
    edit,
    model::{Edit, Edited},
    start,
};
use crate::{http::prelude::*, opportunities::Lot, prelude::*};

operations! { "bids":
    /// Start a bid
    ///
    /// By a bidder of a supplier, while the lot is open. A later stage accepts bids only from suppliers
    /// awarded in the stage before.
    post "/v1/lots/{id}/bids" start_bid =
        signed_in().key(Scope::BidsWrite).takes::<NewBid>().versioned().gives::<BidView>(201, "The draft")
            .row("d", "------ -- ----").row("ocef", "nnnnnn yy nnnn nnn");

    /// Edit a draft bid
    ///
    /// After a submission the edit makes a draft of the next version; the submitted version stays as it
    /// is.
    patch "/v1/bids/{id}" edit_bid =
        signed_in().key(Scope::BidsWrite).if_match().writing().takes::<Edit>()
            .versioned().gives::<BidView>(200, "The draft as it is now")
            .row("ocef", "---n-- yy ---- ---");
}

/// The supplier that bids.
#[derive(Debug, Clone, Copy, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewBid {
    /// The id of the supplier.
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub organisation_id: Id<Organisation>,
}

async fn start_bid(request: Request, lot: Path<Id<Lot>>, Body(new): Body<NewBid>) -> Reply {
    let start = move |tx: &mut Tx<'_>, call: &Call| {
        start(tx, call, *lot, new.organisation_id)?.then(|bid| {
            let bid = store::load_bid(tx.db(), bid.id)?;
            let lot = store::lot_of(tx.db(), &bid)?;
            Ok(reading::shown(&bid, &lot, &BidContent::default(), None, call.at))
        })
    };
    let show = |view: &BidView| {
        Answer::created(view, format!("/v1/bids/{}", view.id)).version(view.version)
    };
    request.act(start, show).await
}

async fn edit_bid(request: Request, id: Path<Id<Bid>>, Body(asked): Body<Edit>) -> Reply {
    let id = *id;
    let edit = move |tx: &mut Tx<'_>, call: &Call| {
        edit(tx, call, id, &asked)?.then(|Edited { bid, lot, content }| {
            let receipt = seal::submission(tx.db(), id, bid.submitted_version)?;
            Ok(reading::shown(&bid, &lot, &content, receipt.as_ref(), call.at))
        })
    };
    let show = |view: &BidView| Answer::ok(view).version(view.version);
    request.act(edit, show).await
}
