//! Sessions over HTTP: refresh, end, and the list of own sessions.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    ending,
    reading::{self, GoingOn},
    refresh,
    views::{OwnSessionView, SessionView, shown},
};
use crate::{
    access::Session,
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Line},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/sessions/refresh").route(web::post().to(refresh_session)))
        .service(web::resource("/v1/sessions/current").route(web::delete().to(end_session)))
        .service(
            web::resource("/v1/me/sessions")
                .route(web::get().to(list_sessions))
                .route(web::delete().to(end_other_sessions)),
        )
        .service(web::resource("/v1/me/sessions/{id}").route(web::delete().to(end_own_session)));
}

/// A refresh token.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct RefreshBody {
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "ghr_0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11.q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub refresh_token: Line<200>,
}

/// Refresh tokens
///
/// Refresh token rotation: each refresh token works once. A reused token ends the session, and its
/// owner is told by mail. A client that lost the answer may repeat the request once, within ten
/// seconds, with the same `Idempotency-Key`.
#[utoipa::path(
    post,
    path = "/v1/sessions/refresh",
    operation_id = "refresh_session",
    tag = "accounts",
    request_body = RefreshBody,
    responses(
        (status = 201, description = "The new tokens", body = SessionView),
        (status = 401, description = "The token is used up or the session has ended"),
    ),
)]
pub async fn refresh_session(
    app: Data<App>,
    caller: Caller,
    Body(body): Body<RefreshBody>,
) -> Reply {
    // Tokens are kept for no retry, as by `act_secretly`.
    Ok(refresh::refresh_session(&app, caller, body.refresh_token, shown).await?)
}

/// Sign out
///
/// The access token stops working at once.
#[utoipa::path(
    delete,
    path = "/v1/sessions/current",
    operation_id = "end_session",
    tag = "accounts",
    security(("bearer" = [])),
    responses((status = 204, description = "The session has ended, and its tokens are invalid")),
)]
pub async fn end_session(app: Data<App>, caller: Caller) -> Reply {
    Ok(audit::act(&app, caller, ending::end, |()| Answer::done()).await?)
}

/// List my sessions
///
/// Active sessions, newest first.
#[utoipa::path(
    get,
    path = "/v1/me/sessions",
    operation_id = "list_sessions",
    tag = "accounts",
    params(PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of sessions", body = Page<OwnSessionView>)),
)]
pub async fn list_sessions(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"sessions")?;
    let (now, idle) = (caller.asked.at, app.config.session_idle);
    let found = app
        .read(caller, move |db, actor| {
            let shown = |session| OwnSessionView::of(session, actor.session, idle);
            Ok(reading::own_sessions(db, actor, GoingOn { now, idle }, &page)?.map(shown))
        })
        .await?;
    Ok(Answer::page(&found))
}

/// End one of my sessions
///
/// Its tokens stop working at once.
#[utoipa::path(
    delete,
    path = "/v1/me/sessions/{id}",
    operation_id = "end_own_session",
    tag = "accounts",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses((status = 204, description = "The session has ended, and its tokens are invalid")),
)]
pub async fn end_own_session(app: Data<App>, caller: Caller, path: Path<Id<Session>>) -> Reply {
    let id = path.into_inner();
    let end = move |tx: &mut Tx<'_>, call: &Call| ending::end_one(tx, call, id);
    Ok(audit::act(&app, caller, end, |()| Answer::done()).await?)
}

/// End all my other sessions
///
/// All sessions except the one of this request.
#[utoipa::path(
    delete,
    path = "/v1/me/sessions",
    operation_id = "end_other_sessions",
    tag = "accounts",
    security(("bearer" = [])),
    responses((status = 204, description = "The other sessions have ended")),
)]
pub async fn end_other_sessions(app: Data<App>, caller: Caller) -> Reply {
    Ok(audit::act(&app, caller, ending::end_others, |()| Answer::done()).await?)
}
