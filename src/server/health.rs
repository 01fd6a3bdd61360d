//! Whether the process lives, and whether it serves.

use actix_web::{
    HttpResponse,
    web::{self, Data},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    db::{self, Fault},
    http::{Answer, Caller, Reply},
    kernel::Instant,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/health/live").route(web::get().to(get_live)))
        .service(web::resource("/health/ready").route(web::get().to(get_ready)))
        .service(web::resource("/v1/time").route(web::get().to(get_time)));
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(get_live, get_ready, get_time))]
pub struct Description;

/// Liveness
///
/// Answers 204 while the process runs. Never asks the database.
#[utoipa::path(
    get,
    path = "/health/live",
    operation_id = "get_live",
    tag = "health",
    responses((status = 204, description = "The process runs")),
)]
pub async fn get_live() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Ready {
    #[schema(example = "ready")]
    pub status: &'static str,
    #[schema(example = "sqlite")]
    pub database: &'static str,
}

/// Readiness
///
/// Answers 200 when the database answers, 503 otherwise.
#[utoipa::path(
    get,
    path = "/health/ready",
    operation_id = "get_ready",
    tag = "health",
    responses((status = 200, description = "The server is ready", body = Ready)),
)]
pub async fn get_ready(app: Data<App>) -> Reply {
    let database = if app.pool.is_sqlite() { "sqlite" } else { "postgresql" };
    app.pool.read(|db| db::answers(db).map_err(Fault::from)).await?;
    Ok(Answer::ok(&Ready { status: "ready", database }))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Time {
    /// The time of the clock that judges deadlines.
    pub now: Instant,
}

/// Get the server time
///
/// By the clock that judges deadlines: the instant at which the last byte of this request arrived.
#[utoipa::path(
    get,
    path = "/v1/time",
    operation_id = "get_time",
    tag = "health",
    responses((status = 200, description = "The current time", body = Time)),
)]
pub async fn get_time(caller: Caller) -> Reply {
    Ok(Answer::ok(&Time { now: caller.asked.at }))
}
