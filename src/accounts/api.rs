//! Accounts and sessions over HTTP.

use actix_web::web::{self, Data};

use super::{
    addresses, administrators,
    factors::{self, passkeys, recovery_codes, step_up, totp},
    passwords, reading, registration, sessions, sign_in, suspension, tokens,
    views::Me,
};
use crate::{
    app::App,
    http::{Answer, Caller, Reply},
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/v1/me").route(web::get().to(get_me)))
        .configure(registration::api::routes)
        .configure(passwords::api::routes)
        .configure(addresses::api::routes)
        .configure(sign_in::api::routes)
        .configure(sessions::api::routes)
        .configure(factors::api::routes)
        .configure(totp::api::routes)
        .configure(recovery_codes::api::routes)
        .configure(passkeys::api::routes)
        .configure(step_up::api::routes)
        .configure(suspension::api::routes)
        .configure(administrators::api::routes)
        .configure(tokens::api::routes);
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    get_me,
    registration::api::register_user,
    registration::api::verify_user,
    passwords::api::resend_verification,
    passwords::api::set_password,
    passwords::api::reset_password,
    passwords::api::change_password,
    sign_in::api::start_session,
    sign_in::api::finish_session,
    sign_in::api::challenge_sign_in,
    sign_in::api::start_session_by_passkey,
    sessions::api::refresh_session,
    sessions::api::end_session,
    sessions::api::list_sessions,
    sessions::api::end_other_sessions,
    sessions::api::end_own_session,
    addresses::api::change_email,
    addresses::api::confirm_email,
    addresses::api::undo_email,
    tokens::api::list_token_keys,
    suspension::api::suspend_user,
    suspension::api::reinstate_user,
    administrators::api::list_administrators,
    administrators::api::change_duties,
    step_up::api::step_up,
    step_up::api::challenge_step_up,
    factors::api::list_second_factors,
    factors::api::reset_second_factors,
    totp::api::add_totp,
    totp::api::confirm_totp,
    totp::api::remove_totp,
    recovery_codes::api::renew_recovery_codes,
    passkeys::api::challenge_passkey,
    passkeys::api::add_passkey,
    passkeys::api::remove_passkey,
))]
pub struct Description;

/// Get my account
///
/// With my memberships and roles as they are now.
#[utoipa::path(
    get,
    path = "/v1/me",
    operation_id = "get_me",
    tag = "accounts",
    security(("bearer" = [])),
    responses((status = 200, description = "My account", body = Me)),
)]
pub async fn get_me(app: Data<App>, caller: Caller) -> Reply {
    let me =
        app.read(caller, |db, actor| Ok(Me::of(reading::own_account(db, actor)?, actor))).await?;
    Ok(Answer::ok(&me))
}
