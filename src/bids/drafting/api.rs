//! Drafts over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    super::{
        model::{Bid, BidContent},
        reading::{self, BidView},
        seal, store,
    },
    edit,
    model::{Edit, Edited, EditedAnswer},
    start,
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, IfMatch, Reply},
    kernel::{Faults, Id, Key, Money, Patch, Text},
    opportunities::Lot,
};

/// The supplier that bids.
#[derive(Debug, Clone, Copy, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewBid {
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub organisation_id: Id<Organisation>,
}

/// Start a bid
///
/// By a bidder of a supplier, while the lot is open. A later stage accepts bids only from suppliers
/// awarded in the stage before.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/bids",
    operation_id = "start_bid",
    tag = "bids",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewBid,
    security(("bearer" = [])),
    responses((status = 201, description = "The draft", body = BidView)),
)]
pub async fn start_bid(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Lot>>,
    Body(new): Body<NewBid>,
) -> Reply {
    let lot = path.into_inner();
    let start = move |tx: &mut Tx<'_>, call: &Call| {
        start(tx, call, lot, new.organisation_id)?.then(|bid| {
            let bid = store::load_bid(tx.db(), bid.id)?;
            let lot = store::lot_of(tx.db(), &bid)?;
            Ok(reading::shown(&bid, &lot, &BidContent::default(), None, call.at))
        })
    };
    let show = |view: &BidView| {
        Answer::created(view, format!("/v1/bids/{}", view.id)).version(view.version)
    };
    Ok(audit::act(&app, caller, start, show).await?)
}

/// An answer of a draft.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct AnswerBody {
    #[schema(example = "approach")]
    pub question_key: Key,
    /// Null removes the answer.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Sensors that text before a drain blocks.")]
    pub text: Option<Text<40_000>>,
}

/// Changes of a draft.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EditBid {
    /// The answers in the list are changed, the others stay.
    #[deserr(default)]
    pub answers: Vec<AnswerBody>,
    #[deserr(default)]
    #[schema(value_type = Option<Money>)]
    pub price: Patch<Money>,
}

/// Edit a draft bid
///
/// After a submission the edit makes a draft of the next version; the submitted version stays as it
/// is.
#[utoipa::path(
    patch,
    path = "/v1/bids/{id}",
    operation_id = "edit_bid",
    tag = "bids",
    params(("id" = String, Path, format = "uuid")),
    request_body(content = EditBid, content_type = "application/merge-patch+json"),
    security(("bearer" = [])),
    responses((status = 200, description = "The draft as it is now", body = BidView)),
)]
pub async fn edit_bid(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Bid>>,
    _: IfMatch,
    Body(body): Body<EditBid>,
) -> Reply {
    let id = path.into_inner();
    let answers =
        body.answers.into_iter().map(|a| EditedAnswer { question: a.question_key, text: a.text });
    let asked = Edit { answers: answers.collect(), price: body.price };
    let edit = move |tx: &mut Tx<'_>, call: &Call| {
        edit(tx, call, id, &asked)?.then(|Edited { bid, lot, content }| {
            let receipt = seal::submission(tx.db(), id, bid.submitted_version)?;
            Ok(reading::shown(&bid, &lot, &content, receipt.as_ref(), call.at))
        })
    };
    let show = |view: &BidView| Answer::ok(view).version(view.version);
    Ok(audit::act(&app, caller, edit, show).await?)
}
