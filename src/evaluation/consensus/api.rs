//! What a panel has agreed, over HTTP.

use actix_web::web::{Data, Path};

use super::{
    super::scores::NewMarks,
    agree,
    model::ConsensusMark,
    read,
    views::{Agreed, agreed},
};
use crate::{
    app::App,
    audit::{self, Call},
    bids::Bid,
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::Id,
};

/// Set consensus marks of a bid
///
/// By the chair, once all marking members of the panel have submitted their marks. The individual
/// marks stay on record.
#[utoipa::path(
    put,
    path = "/v1/bids/{id}/consensus",
    operation_id = "put_consensus",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewMarks,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The consensus marks of this bid", body = Agreed),
        (status = 409, description = "Not everybody has submitted, or the consensus is locked"),
    ),
)]
pub async fn put_consensus(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Bid>>,
    Body(new): Body<NewMarks>,
) -> Reply {
    let (bid, given) = (path.into_inner(), new.given());
    let agree = move |tx: &mut Tx<'_>, call: &Call| agree(tx, call, bid, &given);
    Ok(audit::act(&app, caller, agree, |all: &Vec<ConsensusMark>| Answer::ok(&agreed(all))).await?)
}

/// List the consensus marks of a bid
///
/// The marks agreed so far. For readers of the marks.
#[utoipa::path(
    get,
    path = "/v1/bids/{id}/consensus",
    operation_id = "list_consensus",
    tag = "evaluation",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The consensus marks", body = Agreed),
        (status = 409, description = "Not everybody has submitted"),
    ),
)]
pub async fn list_consensus(app: Data<App>, caller: Caller, path: Path<Id<Bid>>) -> Reply {
    let bid = path.into_inner();
    let all = audit::read(&app, caller, move |db, actor| read::read(db, actor, bid)).await?;
    Ok(Answer::ok(&agreed(&all)))
}
