//! Bids over HTTP.

mod documents;
mod eligibility;
mod partners;
mod receipts;

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    drafting::{self, Edit},
    model::{Bid, BidContent},
    opening,
    policy::ListOwnBids,
    reading, store, submission,
    submission::Submitted,
    views::{self, BidSummary, BidView, BidsOfLot, OpeningView, ReceiptView},
    withdrawal,
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, IfMatch, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Key, Money, Patch, Problem, Text, kinds},
    opportunities::Lot,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/lots/{id}/bids")
                .route(web::get().to(list_lot_bids))
                .route(web::post().to(start_bid)),
        )
        .service(
            web::resource("/v1/lots/{id}/eligibility")
                .route(web::get().to(eligibility::get_eligibility)),
        )
        .service(
            web::resource("/v1/bids/{id}")
                .route(web::get().to(get_bid))
                .route(web::patch().to(edit_bid)),
        )
        .service(
            web::resource("/v1/bids/{id}/documents/{document_id}/content")
                .route(web::get().to(documents::get_bid_document)),
        )
        .service(web::resource("/v1/bids/{id}/submission").route(web::post().to(submit_bid)))
        .service(web::resource("/v1/bids/{id}/withdrawal").route(web::post().to(withdraw_bid)))
        .service(
            web::resource("/v1/lots/{id}/opening-approvals").route(web::post().to(approve_opening)),
        )
        .service(web::resource("/v1/organisations/{id}/bids").route(web::get().to(list_own_bids)))
        .configure(partners::routes)
        .service(web::resource("/v1/keys").route(web::get().to(receipts::list_keys)))
        .service(
            web::resource("/v1/receipts/verification")
                .route(web::post().to(receipts::verify_receipt)),
        );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    start_bid,
    list_lot_bids,
    get_bid,
    edit_bid,
    submit_bid,
    withdraw_bid,
    approve_opening,
    list_own_bids,
    eligibility::get_eligibility,
    partners::invite_bid_partner,
    partners::list_bid_partners,
    partners::list_bid_partnerships,
    partners::answer_bid_partnership,
    partners::end_bid_partnership,
    documents::get_bid_document,
    receipts::list_keys,
    receipts::verify_receipt
))]
pub struct Description;

/// Who bids.
#[derive(Debug, Clone, Copy, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewBid {
    #[schema(value_type = String, format = "uuid", example = "0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub organisation_id: Id<Organisation>,
}

/// Start a bid
///
/// By a bidder of a supplier, while the lot is open. A later stage takes bids only from suppliers
/// that were awarded the one before.
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
        drafting::start(tx, call, lot, new.organisation_id)?.then(|bid| {
            let bid = store::load_bid(tx.db(), bid.id)?;
            let lot = store::lot_of(tx.db(), &bid)?;
            Ok(views::shown(&bid, &lot, &BidContent::default(), None, call.at))
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
    /// None takes the answer back.
    #[deserr(default)]
    #[schema(value_type = Option<String>, example = "Sensors that text before a drain blocks.")]
    pub text: Option<Text<40_000>>,
}

/// What to change in a draft.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct EditBid {
    /// Those named are changed, the others stay.
    #[deserr(default)]
    pub answers: Vec<AnswerBody>,
    #[deserr(default)]
    #[schema(value_type = Option<Money>)]
    pub price: Patch<Money>,
}

/// Change a draft
///
/// Also after a submission: it is then the draft of the next one, and what was submitted stays as
/// it is.
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
    let answers = body.answers.into_iter().map(|a| (a.question_key, a.text)).collect();
    let asked = Edit { answers, price: body.price };
    let edit = move |tx: &mut Tx<'_>, call: &Call| {
        drafting::edit(tx, call, id, &asked)?.then(|(bid, lot, content)| {
            let receipt = store::submission(tx.db(), id, bid.submitted_version)?;
            Ok(views::shown(&bid, &lot, &content, receipt.as_ref(), call.at))
        })
    };
    let show = |view: &BidView| Answer::ok(view).version(view.version);
    Ok(audit::act(&app, caller, edit, show).await?)
}

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
        audit::read(&app, caller, move |db, actor| reading::read(db, &inner, actor, id)).await?;
    let view = views::bid(&seen, now);
    Ok(Answer::ok(&view).version_in(view.version, view.state))
}

fn receipt_of(submitted: &Submitted) -> Answer {
    let location = format!("/v1/bids/{}", submitted.bid.id);
    Answer::created(&views::receipt(submitted), location).version(submitted.bid.version)
}

/// A retry must not act twice where it matters most: a key is needed.
fn keyed(caller: &Caller) -> Result<(), Problem> {
    match caller.asked.retry {
        Some(_) => Ok(()),
        None => Err(Problem::new(kinds::KEY_MISSING, kinds::KEY_MISSING.advice)),
    }
}

/// Submit a bid
///
/// Puts the draft under seal and returns its receipt. Submit again before the deadline to replace
/// it. On time is what has arrived, to its last byte, at the instant of closing or before.
#[utoipa::path(
    post,
    path = "/v1/bids/{id}/submission",
    operation_id = "submit_bid",
    tag = "bids",
    params(
        ("id" = String, Path, format = "uuid"),
        ("Idempotency-Key" = String, Header, description = "New for each submission, the same in each retry of it"),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The receipt", body = ReceiptView),
        (status = 409, description = "Too late (with both instants), not in a state to be submitted, or `not-eligible` with the reasons"),
        (status = 422, description = "Something that must be answered is missing"),
    ),
)]
pub async fn submit_bid(app: Data<App>, caller: Caller, path: Path<Id<Bid>>, _: IfMatch) -> Reply {
    keyed(&caller)?;
    let id = path.into_inner();
    let submit = move |tx: &mut Tx<'_>, call: &Call| submission::submit(tx, call, id);
    Ok(audit::act(&app, caller, submit, receipt_of).await?)
}

/// Withdraw a bid
///
/// Before the deadline. It will not be opened; you may start again until then.
#[utoipa::path(
    post,
    path = "/v1/bids/{id}/withdrawal",
    operation_id = "withdraw_bid",
    tag = "bids",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 201, description = "The receipt of the withdrawal", body = ReceiptView)),
)]
pub async fn withdraw_bid(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Bid>>,
    _: IfMatch,
) -> Reply {
    let id = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| withdrawal::withdraw(tx, call, id);
    Ok(audit::act(&app, caller, withdraw, receipt_of).await?)
}

/// Approve the opening of a lot's bids
///
/// By an opener, from the deadline plus the opening delay. The second approval, of another opener
/// and soon after the first, opens all bids at once.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/opening-approvals",
    operation_id = "approve_opening",
    tag = "bids",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Where the opening stands", body = OpeningView),
        (status = 409, description = "Too early, or the lot has been opened or cancelled"),
    ),
)]
pub async fn approve_opening(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let id = path.into_inner();
    let approve = move |tx: &mut Tx<'_>, call: &Call| opening::approve_opening(tx, call, id);
    let show = |opening: &opening::Opening| {
        Answer::created(&views::opening(opening), format!("/v1/lots/{}", opening.lot.id))
    };
    Ok(audit::act(&app, caller, approve, show).await?)
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
    let (_, bids) =
        audit::read(&app, caller, move |db, actor| reading::list(db, actor, id)).await?;
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
