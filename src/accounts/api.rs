//! Accounts and sessions over HTTP.

mod addresses;
mod administrators;
mod factors;
mod keys;
mod passkeys;
mod passwords;
mod second_step;
mod sessions;
mod suspension;

use actix_web::web::{self, Data};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Doors, Hasher,
    model::{Account, CannotSignIn, Password},
    policy::{ManageOwnAccount, ReadMe},
    registration::{self, Registered, Registration},
    sessions::no_session,
    store, strength,
    throttle::{Known, Reason, Trier},
};
use crate::{
    access::{Actor, Duty, Organisation, OrganisationKind, Role, User},
    app::App,
    audit::{self, Call},
    db::{Db, Fault, Tx},
    http::{Answer, Body, Caller, Reply},
    kernel::{Email, Faults, Id, Line},
};

pub use second_step::SecondStepView;
pub use sessions::SessionView;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/me").route(web::get().to(get_me)))
        .service(web::resource("/v1/me/password").route(web::post().to(passwords::change_password)))
        .service(web::resource("/v1/me/email").route(web::post().to(addresses::change_email)))
        .service(
            web::resource("/v1/me/sessions")
                .route(web::get().to(sessions::list_sessions))
                .route(web::delete().to(sessions::end_other_sessions)),
        )
        .service(
            web::resource("/v1/me/sessions/{id}")
                .route(web::delete().to(sessions::end_own_session)),
        )
        .service(web::resource("/v1/sessions").route(web::post().to(sessions::start_session)))
        .service(
            web::resource("/v1/sessions/refresh").route(web::post().to(sessions::refresh_session)),
        )
        .service(
            web::resource("/v1/sessions/current").route(web::delete().to(sessions::end_session)),
        )
        .configure(second_step::routes)
        .configure(factors::routes)
        .configure(passkeys::routes)
        .service(web::resource("/v1/users").route(web::post().to(register_user)))
        .service(web::resource("/v1/users/verification").route(web::post().to(verify_user)))
        .service(
            web::resource("/v1/users/verification/resend")
                .route(web::post().to(passwords::resend_verification)),
        )
        .service(web::resource("/v1/users/password").route(web::post().to(passwords::set_password)))
        .service(
            web::resource("/v1/users/password-reset")
                .route(web::post().to(passwords::reset_password)),
        )
        .service(web::resource("/v1/users/email").route(web::post().to(addresses::confirm_email)))
        .service(web::resource("/v1/users/email/undo").route(web::post().to(addresses::undo_email)))
        .service(
            web::resource("/v1/users/{id}/suspension")
                .route(web::post().to(suspension::suspend_user))
                .route(web::delete().to(suspension::reinstate_user)),
        )
        .service(
            web::resource("/v1/administrators")
                .route(web::get().to(administrators::list_administrators)),
        )
        .service(
            web::resource("/v1/administrators/{user_id}/duties")
                .route(web::put().to(administrators::change_duties)),
        )
        .service(
            web::resource("/.well-known/jwks.json").route(web::get().to(keys::list_token_keys)),
        );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    register_user,
    verify_user,
    get_me,
    passwords::resend_verification,
    passwords::set_password,
    passwords::reset_password,
    passwords::change_password,
    sessions::start_session,
    sessions::refresh_session,
    sessions::end_session,
    sessions::list_sessions,
    sessions::end_other_sessions,
    sessions::end_own_session,
    addresses::change_email,
    addresses::confirm_email,
    addresses::undo_email,
    keys::list_token_keys,
    suspension::suspend_user,
    suspension::reinstate_user,
    administrators::list_administrators,
    administrators::change_duties,
    second_step::finish_session,
    second_step::challenge_sign_in,
    second_step::start_session_by_passkey,
    second_step::step_up,
    second_step::challenge_step_up,
    factors::list_second_factors,
    factors::add_totp,
    factors::confirm_totp,
    factors::remove_totp,
    factors::renew_recovery_codes,
    factors::reset_second_factors,
    passkeys::challenge_passkey,
    passkeys::add_passkey,
    passkeys::remove_passkey,
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

/// Register an account
///
/// Mails a link that verifies the address. The answer is the same if the address already has an
/// account; its owner is then told by mail.
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
    doors: Data<Doors>,
    caller: Caller,
    Body(new): Body<NewUser>,
) -> Reply {
    if let Some(answer) = audit::answered(&app, &caller).await? {
        return Ok(answer);
    }
    doors.ask(caller.asked.from)?;
    let about = strength::words_about(new.email.as_str(), new.full_name.as_str());
    strong(&hasher, &new.password, about, "/password").await?;
    doors.letter(Reason::Registration, new.email.as_str())?;
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

/// Refuses a password that is easy to guess, at its place in the body, with the reason.
async fn strong(
    hasher: &Hasher,
    password: &Password,
    about: Vec<String>,
    pointer: &str,
) -> Result<(), Fault> {
    let mut faults = Faults::new();
    if let Some(why) = hasher.weakness(password.clone(), about).await? {
        faults.add(pointer, "weak-password", why);
    }
    Ok(faults.none()?)
}

/// The account of whoever is signed in, once they have proved again that they know its password,
/// and the hash that this was compared with. Refuses (403) another password.
pub async fn proves_again(
    (app, hasher, doors): (&App, &Hasher, &Doors),
    caller: &Caller,
    typed: String,
) -> Result<(Account, String), Fault> {
    let me = |db: &mut Db, actor: &Actor| {
        let user = actor.user().ok_or_else(no_session)?;
        Ok(store::load(db, user)?.open::<ManageOwnAccount>(actor)?.1)
    };
    let account = app.read(caller.clone(), me).await?;
    let known = Known::Session(account.id);
    let trier = Trier { email: account.email.clone(), from: caller.asked.from, known };
    let proved = hasher.proves(Password::typed(typed), account.password_hash.clone());
    let compared = doors.judge(&trier, proved).await?.ok_or(CannotSignIn::WrongNow)?;
    Ok((account, compared))
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

/// Verify an e-mail address
///
/// With the token from the mail. The token works once, for two days.
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

/// Who I am.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    #[schema(value_type = String, format = "uuid")]
    pub id: Id<User>,
    pub email: String,
    pub full_name: String,
    pub administrator: bool,
    /// What I am an administrator for.
    pub duties: Vec<Duty>,
    pub auditor: bool,
    pub second_factor: SecondFactorView,
    pub memberships: Vec<MembershipView>,
}

/// How it stands with my second factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorView {
    /// Whether one of my roles asks for one.
    pub needed: bool,
    /// Whether this session has proved one; without, the roles that ask for it sleep.
    pub proved: bool,
}

/// My place in one organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipView {
    #[schema(value_type = String, format = "uuid")]
    pub organisation_id: Id<Organisation>,
    pub kind: OrganisationKind,
    pub roles: Vec<Role>,
    /// Those of my roles that are of no use before I have proved a second factor.
    pub asleep: Vec<Role>,
    /// Those of my roles that are of no use before an owner has confirmed my place for this year.
    pub unconfirmed: Vec<Role>,
}

/// Get my account
///
/// With my memberships and roles as they are now.
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
            let user = actor.user().ok_or_else(no_session)?;
            let (_, account) = store::load(db, user)?.open::<ReadMe>(actor)?;
            let places = actor.memberships.iter().map(|m| MembershipView {
                organisation_id: m.organisation,
                kind: m.kind,
                roles: [m.roles.clone(), m.asleep.clone(), m.lapsed.clone()].concat(),
                asleep: m.asleep.clone(),
                unconfirmed: m.lapsed.clone(),
            });
            Ok(Me {
                id: account.id,
                email: account.email,
                full_name: account.full_name,
                administrator: account.administrator,
                duties: account.duties.list().to_vec(),
                auditor: account.auditor,
                second_factor: SecondFactorView {
                    needed: actor.needs_second_factor(),
                    proved: actor.proof.strong,
                },
                memberships: places.collect(),
            })
        })
        .await?;
    Ok(Answer::ok(&me))
}
