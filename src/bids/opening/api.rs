//! Openings over HTTP.

use actix_web::web::{Data, Path};

use super::{
    approve,
    model::Opening,
    views::{self, OpeningView},
};
use crate::{
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Caller, Reply},
    kernel::Id,
    opportunities::Lot,
};

/// Approve the opening of the bids of a lot
///
/// By an opener, from the deadline plus the opening delay. The second approval, by a different
/// opener within the window, opens all bids together.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/opening-approvals",
    operation_id = "approve_opening",
    tag = "bids",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The state of the opening", body = OpeningView),
        (status = 409, description = "Too early, or the lot has been opened or cancelled"),
    ),
)]
pub async fn approve_opening(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let id = path.into_inner();
    let approve = move |tx: &mut Tx<'_>, call: &Call| approve::approve_opening(tx, call, id);
    let show = |opening: &Opening| {
        Answer::created(&views::opening(opening), format!("/v1/lots/{}", opening.lot.id))
    };
    Ok(audit::act(&app, caller, approve, show).await?)
}
