//! Asking to join an organisation over HTTP.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    super::super::model::PageOfOrganisation,
    answer::{answer, withdraw},
    asking::{self, JoinAsked},
    model::{JoinAnswer, JoinRequest},
    reading,
    views::JoinRequestView,
};
use crate::{
    access::{Organisation, Role},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Text},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/organisations/{id}/join-requests")
                .route(web::get().to(list_join_requests))
                .route(web::post().to(ask_to_join)),
        )
        .service(web::resource("/v1/me/join-requests").route(web::get().to(list_my_join_requests)))
        .service(
            web::resource("/v1/join-requests/{request_id}")
                .route(web::delete().to(withdraw_join_request)),
        )
        .service(
            web::resource("/v1/join-requests/{request_id}/answer")
                .route(web::post().to(answer_join_request)),
        );
}

/// A message to the owners.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewJoinRequest {
    #[schema(example = "I am new in your parks team; Ben knows me.")]
    pub message: Text<1_000>,
}

/// Request to join an organisation
///
/// The owners are told my name, my address and my message.
#[utoipa::path(
    post,
    path = "/v1/organisations/{id}/join-requests",
    operation_id = "ask_to_join",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid")),
    request_body = NewJoinRequest,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The request", body = JoinRequestView),
        (status = 409, description = "The caller is a member, has already asked, or was declined recently"),
    ),
)]
pub async fn ask_to_join(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Body(new): Body<NewJoinRequest>,
) -> Reply {
    let of = path.into_inner();
    let asked = JoinAsked { of, message: new.message };
    let ask = move |tx: &mut Tx<'_>, call: &Call| asking::ask(tx, call, &asked);
    let show = |request: &JoinRequest| {
        Answer::created(&JoinRequestView::from(request), "/v1/me/join-requests")
    };
    Ok(audit::act(&app, caller, ask, show).await?)
}

/// List requests to join
///
/// Requests that wait for an answer, newest first. For owners.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/join-requests",
    operation_id = "list_join_requests",
    tag = "organisations",
    params(("id" = String, Path, format = "uuid"), PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of requests", body = Page<JoinRequestView>)),
)]
pub async fn list_join_requests(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("join requests", id))?;
    let asked = PageOfOrganisation { of: id, page };
    let found = app.read(caller, move |db, actor| reading::waiting(db, actor, &asked)).await?;
    Ok(Answer::page(&found.map(|one| JoinRequestView::from(&one))))
}

/// List my requests to join
///
/// Newest first, with the outcome of each.
#[utoipa::path(
    get,
    path = "/v1/me/join-requests",
    operation_id = "list_my_join_requests",
    tag = "organisations",
    params(PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of requests", body = Page<JoinRequestView>)),
)]
pub async fn list_my_join_requests(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"my join requests")?;
    let found = app.read(caller, move |db, actor| reading::own(db, actor, &page)).await?;
    Ok(Answer::page(&found.map(|one| JoinRequestView::from(&one))))
}

/// The answer to a request to join.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct JoinAnswerBody {
    pub accepted: bool,
    /// The roles of the new member; only with a yes.
    #[deserr(default)]
    #[schema(example = json!(["author"]))]
    pub roles: Vec<Role>,
    /// They are told.
    #[deserr(default)]
    pub reason: Option<Text<1_000>>,
}

impl JoinAnswerBody {
    fn parsed(self, request: Id<JoinRequest>) -> Result<JoinAnswer, Faults> {
        if !self.accepted && !self.roles.is_empty() {
            let mut faults = Faults::new();
            faults.add("/roles", "roles", "give no roles where the answer is no");
            return Err(faults);
        }
        let roles = self.accepted.then_some(self.roles);
        Ok(JoinAnswer { request, roles, reason: self.reason })
    }
}

/// Accept or decline a request to join
///
/// By an owner. The person is told. Needs authentication within the last five minutes (see
/// `step_up`).
#[utoipa::path(
    post,
    path = "/v1/join-requests/{request_id}/answer",
    operation_id = "answer_join_request",
    tag = "organisations",
    params(("request_id" = String, Path, format = "uuid")),
    request_body = JoinAnswerBody,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The answered request", body = JoinRequestView),
        (status = 409, description = "It has already ended"),
    ),
)]
pub async fn answer_join_request(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<JoinRequest>>,
    Body(body): Body<JoinAnswerBody>,
) -> Reply {
    let said = body.parsed(path.into_inner())?;
    let answer = move |tx: &mut Tx<'_>, call: &Call| answer(tx, call, &said);
    let show = |request: &JoinRequest| {
        let members = format!("/v1/organisations/{}/members", request.organisation);
        Answer::created(&JoinRequestView::from(request), members)
    };
    Ok(audit::act(&app, caller, answer, show).await?)
}

/// Withdraw a request to join
///
/// By the person who made the request.
#[utoipa::path(
    delete,
    path = "/v1/join-requests/{request_id}",
    operation_id = "withdraw_join_request",
    tag = "organisations",
    params(("request_id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The request is withdrawn"),
        (status = 409, description = "It has already ended"),
    ),
)]
pub async fn withdraw_join_request(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<JoinRequest>>,
) -> Reply {
    let id = path.into_inner();
    let withdraw = move |tx: &mut Tx<'_>, call: &Call| withdraw(tx, call, id);
    Ok(audit::act(&app, caller, withdraw, |()| Answer::done()).await?)
}
