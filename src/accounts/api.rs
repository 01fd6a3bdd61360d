//! Accounts and sessions over HTTP.

use actix_web::web::{self, Data};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Hasher, Pair, links,
    model::{CannotSignIn, Password},
    policy::ReadMe,
    registration::{self, Registered, Registration},
    sessions::{self, Compared, Refreshed},
    store,
};
use crate::{
    access::{Actor, Organisation, OrganisationKind, Role, User},
    app::App,
    audit::{self, Call},
    db::{Db, Tx},
    http::{Answer, Body, Caller, Reply},
    kernel::{Email, Faults, Id, Line, Problem},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/users").route(web::post().to(register_user)))
        .service(web::resource("/v1/users/verification").route(web::post().to(verify_user)))
        .service(web::resource("/v1/users/password").route(web::post().to(set_password)))
        .service(web::resource("/v1/sessions").route(web::post().to(start_session)))
        .service(web::resource("/v1/sessions/refresh").route(web::post().to(refresh_session)))
        .service(web::resource("/v1/sessions/current").route(web::delete().to(end_session)))
        .service(web::resource("/v1/me").route(web::get().to(get_me)));
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    register_user,
    verify_user,
    set_password,
    start_session,
    refresh_session,
    end_session,
    get_me
))]
pub struct Description;

/// A new account.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewUser {
    #[schema(example = "ada@camden.example")]
    pub email: Email,
    /// At least 12 characters, any of them.
    #[schema(value_type = String, min_length = 12, example = "three random words")]
    pub password: Password,
    #[schema(example = "Ada Osei")]
    pub full_name: Line<120>,
}

/// An account as it was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewUserView {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<User>,
    pub email: Email,
    pub full_name: Line<120>,
    #[schema(example = "unverified")]
    pub state: &'static str,
}

impl From<&Registered> for NewUserView {
    fn from(new: &Registered) -> Self {
        Self {
            id: new.id,
            email: new.email.clone(),
            full_name: new.full_name.clone(),
            state: "unverified",
        }
    }
}

/// Register
///
/// Makes an account and mails a link that proves the address. The answer is the same when the
/// address has an account already; its owner is told by mail.
#[utoipa::path(
    post,
    path = "/v1/users",
    operation_id = "register_user",
    tag = "accounts",
    request_body = NewUser,
    responses((status = 201, description = "The account, to be verified", body = NewUserView)),
)]
pub async fn register_user(
    app: Data<App>,
    hasher: Data<Hasher>,
    caller: Caller,
    Body(new): Body<NewUser>,
) -> Reply {
    differs(&new.password, &new.email, new.full_name.as_str())?;
    let password_hash = hasher.hash(new.password).await?;
    let asked = Registration { email: new.email, full_name: new.full_name, password_hash };
    let show = |new: &Registered| Answer::created(&NewUserView::from(new), "/v1/me");
    Ok(audit::act_openly(
        &app,
        caller,
        move |tx, call| registration::register(tx, call, &asked),
        show,
    )
    .await?)
}

fn differs(password: &Password, email: &Email, full_name: &str) -> Result<(), Problem> {
    let mut faults = Faults::new();
    if !password.differs_from(email, full_name) {
        faults.add("/password", "password", "is your name or address; think of something else");
    }
    faults.none().map_err(Problem::from)
}

/// A token from a mail.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct TokenBody {
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub token: Line<200>,
}

/// Prove an address
///
/// With the token from the mail. It works once, for two days.
#[utoipa::path(
    post,
    path = "/v1/users/verification",
    operation_id = "verify_user",
    tag = "accounts",
    request_body = TokenBody,
    responses((status = 204, description = "The address is proved; sign in")),
)]
pub async fn verify_user(app: Data<App>, caller: Caller, Body(body): Body<TokenBody>) -> Reply {
    let verify =
        move |tx: &mut Tx<'_>, call: &Call| registration::verify(tx, call, body.token.as_str());
    Ok(audit::act_openly(&app, caller, verify, |()| Answer::done()).await?)
}

/// A token and the password that it sets.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewPassword {
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "q7Yv0xW3hV6bB5nZkTq1mJ8sRdLpXfUe4GaHcNi2oMw"
    )]
    pub token: Line<200>,
    #[schema(value_type = String, min_length = 12, example = "three random words")]
    pub password: Password,
}

/// Set a password by a link
///
/// For the link that `guildhall admin create` prints. All sessions of the account end.
#[utoipa::path(
    post,
    path = "/v1/users/password",
    operation_id = "set_password",
    tag = "accounts",
    request_body = NewPassword,
    responses((status = 204, description = "The password is set; sign in")),
)]
pub async fn set_password(
    app: Data<App>,
    hasher: Data<Hasher>,
    caller: Caller,
    Body(new): Body<NewPassword>,
) -> Reply {
    let hash = hasher.hash(new.password).await?;
    let set = move |tx: &mut Tx<'_>, call: &Call| {
        links::set_password(tx, call, new.token.as_str(), &hash)
    };
    Ok(audit::act_openly(&app, caller, set, |()| Answer::done()).await?)
}

/// Who signs in.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewSession {
    #[schema(example = "ada@camden.example")]
    pub email: Email,
    #[schema(value_type = String, example = "three random words")]
    pub password: String,
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
}

impl From<&Pair> for SessionView {
    fn from(pair: &Pair) -> Self {
        Self {
            access_token: pair.access_token.clone(),
            token_type: "Bearer",
            expires_in: pair.expires_in,
            refresh_token: pair.refresh_token.clone(),
        }
    }
}

/// Sign in
///
/// An unknown address and a wrong password get the same answer in the same time.
#[utoipa::path(
    post,
    path = "/v1/sessions",
    operation_id = "start_session",
    tag = "accounts",
    request_body = NewSession,
    responses(
        (status = 201, description = "The tokens", body = SessionView),
        (status = 401, description = "Address and password do not belong together"),
        (status = 403, description = "The address is not proved, or the account is not active"),
    ),
)]
pub async fn start_session(
    app: Data<App>,
    hasher: Data<Hasher>,
    caller: Caller,
    Body(new): Body<NewSession>,
) -> Reply {
    let caller = Caller { credential: None, ..caller };
    let email = new.email.clone();
    let find = move |db: &mut Db, _: &Actor| store::find(db, email.as_str());
    let known = app.read_openly(caller.clone(), find).await?;
    let (user, hash) = known.map(|a| (a.id, a.password_hash)).unzip();
    let hash = hash.flatten();
    // What cannot be a password is compared all the same, so that it takes as long.
    let typed = Password::parse(new.password).or_else(|_cause| Password::parse("x".repeat(12)));
    let typed = typed.map_err(|_cause| CannotSignIn::Wrong)?;
    if !hasher.verify(typed.clone(), hash.clone()).await? {
        return Err(CannotSignIn::Wrong.into());
    }
    let (user, hash) = user.zip(hash).ok_or(CannotSignIn::Wrong)?;
    let outdated = hasher.is_outdated(&hash);
    let fresh = if outdated { Some(hasher.hash(typed).await?) } else { None };
    let compared = Compared { user, hash, fresh };
    let show = |pair: &Pair| Answer::created(&SessionView::from(pair), "/v1/sessions/current");
    Ok(audit::act_openly(&app, caller, move |tx, call| sessions::start(tx, call, &compared), show)
        .await?)
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

/// Get the next pair of tokens
///
/// A refresh token works once. One that comes a second time ends the session, and its owner is
/// told by mail.
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
    let refresh = move |tx: &mut Tx<'_>, call: &Call| {
        sessions::refresh(tx, call, body.refresh_token.as_str())
    };
    let show = |ended: &Refreshed| match ended {
        Refreshed::Fresh(pair) => Answer::created(&SessionView::from(pair), "/v1/sessions/current"),
        Refreshed::Ended => Answer::refusal(&sessions::no_session()),
    };
    Ok(audit::act_openly(&app, caller, refresh, show).await?)
}

/// Sign out
///
/// Its access token stops working at once.
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

/// Who I am.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<User>,
    pub email: String,
    pub full_name: String,
    pub administrator: bool,
    pub auditor: bool,
    pub memberships: Vec<MembershipView>,
}

/// My place in one organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipView {
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub kind: OrganisationKind,
    pub roles: Vec<Role>,
}

/// Read my account, memberships and roles
///
/// With all memberships and roles as they are at this moment.
#[utoipa::path(
    get,
    path = "/v1/me",
    operation_id = "get_me",
    tag = "accounts",
    security(("bearer" = [])),
    responses((status = 200, description = "Who I am", body = Me)),
)]
pub async fn get_me(app: Data<App>, caller: Caller) -> Reply {
    let me = app
        .read(caller, |db, actor| {
            let user = actor.user().ok_or_else(sessions::no_session)?;
            let (_, account) = store::load(db, user)?.open::<ReadMe>(actor)?;
            let places = actor.memberships.iter().map(|m| MembershipView {
                organisation_id: m.organisation,
                kind: m.kind,
                roles: m.roles.clone(),
            });
            Ok(Me {
                id: account.id,
                email: account.email,
                full_name: account.full_name,
                administrator: account.administrator,
                auditor: account.auditor,
                memberships: places.collect(),
            })
        })
        .await?;
    Ok(Answer::ok(&me))
}
