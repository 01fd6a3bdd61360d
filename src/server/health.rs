//! Whether the process lives, and whether it serves.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{audit::Request, operations};
use crate::{
    db::{self, Fault},
    http::{Answer, Reply},
    kernel::Instant,
};

operations! { "health":
    /// Liveness
    ///
    /// Answers 204 while the process runs. Never asks the database.
    get "/health/live" get_live =
        open().says(204, "The process runs");

    /// Readiness
    ///
    /// Answers 200 when the database answers, 503 otherwise.
    get "/health/ready" get_ready =
        open().gives::<Ready>(200, "The server is ready");

    /// Get the server time
    ///
    /// By the clock that judges deadlines: the instant at which the last byte of this request arrived.
    get "/v1/time" get_time =
        open().gives::<Time>(200, "The current time");
}

async fn get_live() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Ready {
    #[schema(example = "ready")]
    pub status: &'static str,
    #[schema(example = "sqlite")]
    pub database: &'static str,
}

async fn get_ready(request: Request) -> Reply {
    let database = if request.app.pool.is_sqlite() { "sqlite" } else { "postgresql" };
    request.app.pool.read(|db| db::answers(db).map_err(Fault::from)).await?;
    Ok(Answer::ok(&Ready { status: "ready", database }))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Time {
    /// The time of the clock that judges deadlines.
    pub now: Instant,
}

async fn get_time(request: Request) -> Reply {
    Ok(Answer::ok(&Time { now: request.at() }))
}
