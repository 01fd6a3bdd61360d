//! Mergers over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    confirmation,
    model::{BothBodies, Merger, MergerAsked},
    proposal, reading,
    views::MergerView,
};
use crate::{
    access::Organisation,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Text},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/organisations/{id}/merger")
                .route(web::get().to(get_merger))
                .route(web::post().to(propose_merger))
                .route(web::delete().to(withdraw_merger)),
        )
        .service(
            web::resource("/v1/organisations/{id}/merger/confirmation")
                .route(web::post().to(confirm_merger)),
        );
}

/// The remaining body, and the reason for the merger.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewMerger {
    /// The public body that remains after the merger.
    #[schema(value_type = String, format = "uuid")]
    pub into_id: Id<Organisation>,
    #[schema(example = "The councils are one from 1 April by the order of 2026.")]
    pub reason: Text<2000>,
}

/// Propose the merger of a public body into another
///
/// By an administrator who is a member of neither body. Another administrator has to confirm it.
/// The owners of both bodies are told.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/merger",
    operation_id = "propose_merger",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewMerger,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The proposal", body = MergerView),
        (status = 409, description = "The organisations are not two public bodies that can merge"),
    ),
)]
pub async fn propose_merger(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewMerger>,
) -> Reply {
    let id = path.into_inner();
    let asked = MergerAsked { from: id, into: new.into_id, reason: new.reason };
    let propose = move |tx: &mut Tx<'_>, call: &Call| proposal::propose(tx, call, &asked);
    let show = |merger: &Merger| {
        let location = format!("/v1/organisations/{}/merger", merger.from);
        Answer::created(&MergerView::from(merger), location)
    };
    Ok(audit::act(&app, caller, propose, show).await?)
}

/// Get the proposed merger of a public body
///
/// For administrators.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/merger",
    operation_id = "get_merger",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The proposal", body = MergerView),
        (status = 409, description = "There is no proposal"),
    ),
)]
pub async fn get_merger(app: Data<App>, caller: Caller, path: Path<Id<Organisation>>) -> Reply {
    let id = path.into_inner();
    let merger =
        audit::read(&app, caller, move |db, actor| reading::proposed(db, actor, id)).await?;
    Ok(Answer::ok(&MergerView::from(&merger)))
}

/// Withdraw the proposed merger of a public body
///
/// By any administrator.
#[utoipa::path(
    delete,
    path = "/v1/organisations/{id}/merger",
    operation_id = "withdraw_merger",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The proposal is withdrawn"),
        (status = 409, description = "There is no proposal"),
    ),
)]
pub async fn withdraw_merger(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
) -> Reply {
    let id = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| proposal::withdraw(tx, call, id);
    Ok(audit::act(&app, caller, withdraw, |()| Answer::done()).await?)
}

/// The merger to confirm.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct MergerConfirmation {
    /// The remaining body of the proposal.
    #[schema(value_type = String, format = "uuid")]
    pub into_id: Id<Organisation>,
}

/// Confirm the merger of a public body into another
///
/// By an administrator other than the one who proposed it, who is a member of neither body.
/// Members, opportunities, identifiers and mail domains move at once; the old id leads to the
/// remaining body.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/merger/confirmation",
    operation_id = "confirm_merger",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = MergerConfirmation,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The bodies are merged", body = MergerView),
        (status = 409, description = "There is no proposal, or a different one"),
    ),
)]
pub async fn confirm_merger(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(asked): Body<MergerConfirmation>,
) -> Reply {
    let id = path.into_inner();
    let asked = BothBodies { from: id, into: asked.into_id };
    let confirm = move |tx: &mut Tx<'_>, call: &Call| confirmation::confirm(tx, call, &asked);
    let show = |merger: &Merger| {
        let location = format!("/v1/organisations/{}", merger.into);
        Answer::created(&MergerView::from(merger), location)
    };
    Ok(audit::act(&app, caller, confirm, show).await?)
}
