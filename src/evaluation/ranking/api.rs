//! Rankings over HTTP.

use actix_web::web::{Data, Path};

use super::{
    lock, read,
    views::{self, RankingView},
};
use crate::{
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Caller, Reply},
    kernel::Id,
    opportunities::Lot,
};

/// Lock the consensus and rank the bids
///
/// By the chair, once every mark is agreed. Prices are marked by the formula `lowest price / price
/// * scale_max`, rounded half up to two decimals.
#[utoipa::path(
    post,
    path = "/v1/lots/{id}/consensus/lock",
    operation_id = "lock_consensus",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The ranking", body = RankingView),
        (status = 422, description = "A mark is not agreed yet; errors lists each"),
    ),
)]
pub async fn lock_consensus(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let lock = move |tx: &mut Tx<'_>, call: &Call| {
        lock(tx, call, lot)?.then(|_| Ok(views::ranking(&read::read(tx.db(), &call.actor, lot)?)))
    };
    let show = move |view: &RankingView| Answer::created(view, format!("/v1/lots/{lot}/ranking"));
    Ok(audit::act(&app, caller, lock, show).await?)
}

/// Get the ranking of a lot
///
/// For the panel, approvers of the buyer, and auditors, once the consensus is locked.
#[utoipa::path(
    get,
    path = "/v1/lots/{id}/ranking",
    operation_id = "get_ranking",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The ranking", body = RankingView),
        (status = 409, description = "The consensus is not locked yet"),
    ),
)]
pub async fn get_ranking(app: Data<App>, caller: Caller, path: Path<Id<Lot>>) -> Reply {
    let lot = path.into_inner();
    let ranked = audit::read(&app, caller, move |db, actor| read::read(db, actor, lot)).await?;
    Ok(Answer::ok(&views::ranking(&ranked)))
}
