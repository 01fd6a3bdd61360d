//! The review of opportunities over HTTP.

use actix_web::web::{Data, Path};

use super::{publication, returning, sending};
use crate::{
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Body, Caller, IfMatch, Reply},
    kernel::Id,
    opportunities::{
        answers::{created, view},
        model::Opportunity,
        reason::Reason,
        views::OpportunityView,
    },
};

/// Submit a draft for review
///
/// By an author. A refusal lists every missing or wrong member at once.
#[utoipa::path(
    post,
    path = "/v1/opportunities/{id}/review",
    operation_id = "review_opportunity",
    tag = "opportunities",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The opportunity is in review", body = OpportunityView),
        (status = 422, description = "The draft is incomplete; errors lists every fault"),
    ),
)]
pub async fn review_opportunity(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Opportunity>>,
    _: IfMatch,
) -> Reply {
    let id = path.into_inner();
    let send = move |tx: &mut Tx<'_>, call: &Call| {
        sending::send(tx, call, id)?.then(|_| view(tx, call, id))
    };
    Ok(audit::act(&app, caller, send, created).await?)
}

/// Return a draft to its authors
///
/// By an approver who did not write the opportunity.
#[utoipa::path(
    post,
    path = "/v1/opportunities/{id}/return",
    operation_id = "return_opportunity",
    tag = "opportunities",
    params(("id" = String, Path, format = "uuid")),
    request_body = Reason,
    security(("bearer" = [])),
    responses((status = 201, description = "The opportunity is a draft again", body = OpportunityView)),
)]
pub async fn return_opportunity(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Opportunity>>,
    Body(body): Body<Reason>,
) -> Reply {
    let id = path.into_inner();
    let send = move |tx: &mut Tx<'_>, call: &Call| {
        returning::return_to_authors(tx, call, id, &body.reason)?.then(|_| view(tx, call, id))
    };
    Ok(audit::act(&app, caller, send, created).await?)
}

/// Publish an opportunity
///
/// By an approver who did not write the opportunity. Generates the key pairs that seal bids.
#[utoipa::path(
    post,
    path = "/v1/opportunities/{id}/publication",
    operation_id = "publish_opportunity",
    tag = "opportunities",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Published", body = OpportunityView),
        (status = 422, description = "The draft is incomplete; errors lists every fault"),
    ),
)]
pub async fn publish_opportunity(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Opportunity>>,
    _: IfMatch,
) -> Reply {
    let id = path.into_inner();
    let publish = move |tx: &mut Tx<'_>, call: &Call| {
        publication::publish(tx, call, id)?.then(|_| view(tx, call, id))
    };
    Ok(audit::act(&app, caller, publish, created).await?)
}
