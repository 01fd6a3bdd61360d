//! Sessions over HTTP: refresh, end, and the list of own sessions.

use actix_web::web::Path;
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    ending,
    reading::{self, GoingOn},
    refresh,
    views::{OwnSessionView, SessionView, shown},
};
use crate::{access::Session, http::prelude::*, prelude::*};

operations! { "accounts":
    /// Refresh tokens
    ///
    /// Refresh token rotation: each refresh token works once. A reused token ends the session, and its
    /// owner is told by mail. A client that lost the answer may repeat the request once, within ten
    /// seconds, with the same `Idempotency-Key`.
    post "/v1/sessions/refresh" refresh_session =
        open().secret().takes::<RefreshBody>().gives::<SessionView>(201, "The new tokens")
            .says(401, "The token is used up or the session has ended");

    /// Sign out
    ///
    /// The access token stops working at once.
    delete "/v1/sessions/current" end_session =
        signed_in().says(204, "The session has ended, and its tokens are invalid");

    /// List my sessions
    ///
    /// Active sessions, newest first.
    get "/v1/me/sessions" list_sessions =
        signed_in().query::<PageQuery>().gives::<Page<OwnSessionView>>(200, "A page of sessions")
            .row("docef", "yyyyyy yy yyyy yyy");

    /// End one of my sessions
    ///
    /// Its tokens stop working at once.
    delete "/v1/me/sessions/{id}" end_own_session =
        signed_in().says(204, "The session has ended, and its tokens are invalid")
            .row("docef", "y----- -- ---- ---");

    /// End all my other sessions
    ///
    /// All sessions except the one of this request.
    delete "/v1/me/sessions" end_other_sessions =
        signed_in().says(204, "The other sessions have ended").row("docef", "yyyyyy yy yyyy yyy");
}

/// A refresh token.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct RefreshBody {
    /// The refresh token that was given last.
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "ghr_0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11.q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub refresh_token: Line<200>,
}

async fn refresh_session(request: Request, Body(body): Body<RefreshBody>) -> Reply {
    refresh::refresh_session(&request, body.refresh_token, shown).await
}

async fn end_session(request: Request) -> Reply {
    request.act(ending::end, |()| Answer::done()).await
}

async fn list_sessions(request: Request, Query(query): Query<PageQuery>) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"sessions")?;
    let (now, idle) = (request.at(), request.app.config.session_idle);
    let found = request
        .read(move |db, actor| {
            let shown = |session| OwnSessionView::of(session, actor.session, idle);
            Ok(reading::own_sessions(db, actor, GoingOn { now, idle }, &page)?.map(shown))
        })
        .await?;
    Ok(Answer::page(&found))
}

async fn end_own_session(request: Request, path: Path<Id<Session>>) -> Reply {
    let id = path.into_inner();
    request.act(move |tx, call| ending::end_one(tx, call, id), |()| Answer::done()).await
}

async fn end_other_sessions(request: Request) -> Reply {
    request.act(ending::end_others, |()| Answer::done()).await
}
