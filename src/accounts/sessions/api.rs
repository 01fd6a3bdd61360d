//! Sessions: signing in and out, and the list of one's own.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        Doors, Hasher, Pair, Passkeys,
        factors::second_step::Origin,
        model::{CannotSignIn, Password},
        sessions::{self, Compared, Refreshed, Started},
        store, store_devices,
        store_sessions::{self, StoredSession},
        throttle::{Known, Trier},
        tokens,
    },
    second_step::SecondStepView,
};
use crate::{
    access::{Actor, Session},
    app::App,
    audit::{self, Call},
    db::{Db, Tx},
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Email, Faults, Id, Instant, Line, Period},
};

/// Who signs in.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewSession {
    #[schema(example = "ada@camden.example")]
    pub email: Email,
    #[schema(value_type = String, example = "three random words")]
    pub password: String,
    /// What a sign-in on this device gave before: then what others try keeps nobody out here.
    #[deserr(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub device_token: Option<Line<200>>,
}

/// The tokens of a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    pub access_token: String,
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the access token runs out.
    #[schema(example = 600)]
    pub expires_in: i64,
    /// Gets the next pair, once.
    pub refresh_token: String,
    /// Keep it on this device and send it when you sign in here again. Not told where the device
    /// is known already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_token: Option<String>,
}

impl From<&Pair> for SessionView {
    fn from(pair: &Pair) -> Self {
        Self {
            access_token: pair.access_token.clone(),
            token_type: "Bearer",
            expires_in: pair.expires_in,
            refresh_token: pair.refresh_token.clone(),
            device_token: pair.device_token.clone(),
        }
    }
}

/// A session that has begun.
pub(super) fn shown(pair: &Pair) -> Answer {
    Answer::created(&SessionView::from(pair), "/v1/sessions/current")
}

/// Sign in
///
/// An unknown address and a wrong password get the same answer in the same time. If the account has
/// a second factor, the answer is 202 and names the factors that `finish_session` accepts.
#[utoipa::path(
    post,
    path = "/v1/sessions",
    operation_id = "start_session",
    tag = "accounts",
    request_body = NewSession,
    responses(
        (status = 201, description = "The tokens", body = SessionView),
        (status = 202, description = "The second factor is asked for", body = SecondStepView),
        (status = 401, description = "Address and password do not belong together"),
        (status = 403, description = "The address is not proved, or the account is not active"),
        (status = 429, description = "Too many tries; Retry-After says how long to wait"),
    ),
)]
pub async fn start_session(
    app: Data<App>,
    (hasher, doors, passkeys): (Data<Hasher>, Data<Doors>, Data<Passkeys>),
    caller: Caller,
    Body(new): Body<NewSession>,
) -> Reply {
    let caller = Caller { credential: None, ..caller };
    let device = new.device_token.map(|token| tokens::token_hash(token.as_str()));
    let (email, at) = (new.email.clone(), caller.asked.at);
    let find = move |db: &mut Db, _: &Actor| {
        let known = store::find(db, email.as_str())?;
        let Some(hash) = device else { return Ok((known, None)) };
        // Asked for whether or not there is such an account, so that it takes as long.
        let owner = store_devices::owner_of(db, &hash, at)?;
        let its = owner.is_some() && owner == known.as_ref().map(|account| account.id);
        Ok((known, its.then_some(hash)))
    };
    let (known, device) = app.read_openly(caller.clone(), find).await?;
    let trier = Trier {
        email: new.email.as_str().to_owned(),
        from: caller.asked.from,
        known: device.clone().map_or(Known::Nothing, Known::Device),
    };
    let (user, hash) = known.map(|a| (a.id, a.password_hash)).unzip();
    let typed = Password::typed(new.password);
    let proved = doors.judge(&trier, hasher.proves(typed.clone(), hash.flatten())).await?;
    let hash = proved.ok_or(CannotSignIn::Wrong)?;
    let user = user.ok_or(CannotSignIn::Wrong)?;
    let outdated = hasher.is_outdated(&hash);
    let fresh = if outdated { Some(hasher.hash(typed).await?) } else { None };
    let origin = Origin { agent: caller.asked.agent.clone(), device };
    let compared = Compared { user, hash, fresh, origin };
    let passkeys = passkeys.into_inner();
    let start = move |tx: &mut Tx<'_>, call: &Call| sessions::start(tx, call, &compared, &passkeys);
    let show = |started: &Started| match started {
        Started::Session(pair) => shown(pair),
        Started::SecondStep(step) => Answer::accepted(&SecondStepView::from(step)),
    };
    Ok(audit::act_secretly(&app, caller, start, show).await?)
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
        (status = 201, description = "The next tokens", body = SessionView),
        (status = 401, description = "The token is used up or the session has ended"),
    ),
)]
pub async fn refresh_session(
    app: Data<App>,
    caller: Caller,
    Body(body): Body<RefreshBody>,
) -> Reply {
    let caller = Caller { credential: None, ..caller };
    let key = caller.asked.retry.as_ref().map(|retry| retry.key.clone());
    let refresh = move |tx: &mut Tx<'_>, call: &Call| {
        sessions::refresh(tx, call, body.refresh_token.as_str(), key.as_deref())
    };
    let show = |ended: &Refreshed| match ended {
        Refreshed::Fresh(pair) => shown(pair),
        Refreshed::Ended => Answer::refusal(&sessions::no_session()),
    };
    Ok(audit::act_secretly(&app, caller, refresh, show).await?)
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
    responses((status = 204, description = "The session has ended; its tokens are of no use")),
)]
pub async fn end_session(app: Data<App>, caller: Caller) -> Reply {
    Ok(audit::act(&app, caller, sessions::end, |()| Answer::done()).await?)
}

/// A session that goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnSessionView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<Session>,
    /// What the program called itself that signed in.
    #[schema(example = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)")]
    pub user_agent: Option<String>,
    pub started_at: Instant,
    pub refreshed_at: Instant,
    /// When it ends, whatever happens.
    pub expires_at: Instant,
    /// When it ends unless it is refreshed before.
    pub idle_until: Instant,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl OwnSessionView {
    fn of(session: StoredSession, current: Option<Id<Session>>, idle: Period) -> Self {
        let idle_until = session.refreshed_at.plus(idle).min(session.expires_at);
        Self {
            current: current == Some(session.id),
            idle_until,
            id: session.id,
            user_agent: session.user_agent,
            started_at: session.created_at,
            refreshed_at: session.refreshed_at,
            expires_at: session.expires_at,
        }
    }
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
            let user = actor.user().ok_or_else(sessions::no_session)?;
            let rows = store_sessions::list(db, user, (now, now.minus(idle)), &page)?;
            let shown = |session| OwnSessionView::of(session, actor.session, idle);
            Ok(page.cut(rows, |session| session.id.to_string()).map(shown))
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
    responses((status = 204, description = "The session has ended; its tokens are of no use")),
)]
pub async fn end_own_session(app: Data<App>, caller: Caller, path: Path<Id<Session>>) -> Reply {
    let id = path.into_inner();
    let end = move |tx: &mut Tx<'_>, call: &Call| sessions::end_one(tx, call, id);
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
    Ok(audit::act(&app, caller, sessions::end_others, |()| Answer::done()).await?)
}
