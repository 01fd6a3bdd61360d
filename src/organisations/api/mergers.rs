//! Mergers over HTTP.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    merger,
    model_mergers::{CannotMerge, Merger},
    policy::ReadMerger,
    store_mergers,
};
use crate::{
    access::{Organisation, User},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Reply},
    kernel::{Faults, Id, Instant, Text},
};

/// Into which body, and why.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewMerger {
    /// The public body that this one becomes part of.
    #[schema(value_type = String, format = "uuid")]
    pub into_id: Id<Organisation>,
    #[schema(example = "The councils are one from 1 April by the order of 2026.")]
    pub reason: Text<2000>,
}

/// A merger that is proposed, or was confirmed just now.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergerView {
    #[schema(value_type = String, format = "uuid")]
    pub from_id: Id<Organisation>,
    #[schema(value_type = String, format = "uuid")]
    pub into_id: Id<Organisation>,
    pub reason: String,
    #[schema(value_type = String, format = "uuid")]
    pub proposed_by: Id<User>,
    pub proposed_at: Instant,
}

impl From<&Merger> for MergerView {
    fn from(m: &Merger) -> Self {
        Self {
            from_id: m.from,
            into_id: m.into,
            reason: m.reason.clone(),
            proposed_by: m.proposed_by,
            proposed_at: m.proposed_at,
        }
    }
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
        (status = 409, description = "Not two public bodies that can merge"),
    ),
)]
pub async fn propose_merger(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewMerger>,
) -> Reply {
    let id = path.into_inner();
    let propose = move |tx: &mut Tx<'_>, call: &Call| {
        merger::propose(tx, call, (id, new.into_id), &new.reason)
    };
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
        (status = 409, description = "Nothing is proposed"),
    ),
)]
pub async fn get_merger(app: Data<App>, caller: Caller, path: Path<Id<Organisation>>) -> Reply {
    let id = path.into_inner();
    let merger = audit::read(&app, caller, move |db, actor| {
        let (_, merger) = store_mergers::proposed(db, id)?.open::<ReadMerger>(actor)?;
        Ok(merger.ok_or(CannotMerge::NotProposed)?)
    })
    .await?;
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
        (status = 204, description = "Nothing is proposed any more"),
        (status = 409, description = "Nothing is proposed"),
    ),
)]
pub async fn withdraw_merger(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
) -> Reply {
    let id = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| merger::withdraw(tx, call, id);
    Ok(audit::act(&app, caller, withdraw, |()| Answer::done()).await?)
}

/// What is confirmed.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct MergerConfirmation {
    /// The body that the proposal names.
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
        (status = 201, description = "The bodies are one", body = MergerView),
        (status = 409, description = "Nothing is proposed, or something else"),
    ),
)]
pub async fn confirm_merger(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(asked): Body<MergerConfirmation>,
) -> Reply {
    let id = path.into_inner();
    let confirm =
        move |tx: &mut Tx<'_>, call: &Call| merger::confirm(tx, call, (id, asked.into_id));
    let show = |merger: &Merger| {
        let location = format!("/v1/organisations/{}", merger.into);
        Answer::created(&MergerView::from(merger), location)
    };
    Ok(audit::act(&app, caller, confirm, show).await?)
}
