//! The outermost layer: every answer leaves with a request id, safe headers and, when it says no,
//! a problem; a panic is an answer too.

use std::panic::AssertUnwindSafe;

use actix_cors::Cors;
use actix_web::{
    Error, HttpMessage as _, HttpRequest, HttpResponse, ResponseError as _,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use futures_util::FutureExt as _;
use serde_json::Value;

use crate::{
    http::{Operations, Refusal, RequestId, note_operation, with_allowance},
    kernel::Origins,
    prelude::*,
};

const SAFE: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Runs the request; whatever comes back, or does not, becomes an answer with everything it needs.
pub async fn finish(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = RequestId::of(request.headers());
    request.extensions_mut().insert(id.clone());
    note_operation(&request);
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(answered)) => {
            let (asked, response) = answered.map_into_boxed_body().into_parts();
            log(&id, &asked, &response);
            let response = with_allow(&asked, as_problem(&id, response));
            let response = dressed(&id, with_allowance(&asked, response));
            Ok(ServiceResponse::new(asked, response))
        }
        Ok(Err(error)) => Err(unrouted(&id, error.error_response())),
        Err(_panic) => Err(unrouted(&id, refusal(kinds::INTERNAL))),
    }
}

/// Lets the configured web pages, and no others, call from a browser (SAFETY I12). Tokens come in a
/// header of their own, so no cookies are ever allowed.
pub fn cors(origins: &Origins) -> Cors {
    let sent = [
        "authorization",
        "content-digest",
        "content-type",
        "idempotency-key",
        "if-match",
        "if-none-match",
        "x-request-id",
    ];
    let seen = [
        "content-digest",
        "content-disposition",
        "etag",
        "location",
        "link",
        "retry-after",
        "ratelimit",
        "ratelimit-policy",
        "x-request-id",
    ];
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers(sent)
        .expose_headers(seen)
        .max_age(600);
    origins.iter().fold(cors, Cors::allowed_origin)
}

/// An answer whose request is gone: the server sends it as it is.
fn unrouted(id: &RequestId, response: HttpResponse) -> Error {
    let response = dressed(id, as_problem(id, response));
    InternalError::from_response("unrouted", response).into()
}

fn dressed(id: &RequestId, mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    for (name, value) in SAFE {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// Says what broke, here and nowhere else. The route, never the path: paths may hold what logs
/// must not.
fn log(id: &RequestId, asked: &HttpRequest, response: &HttpResponse) {
    let Some(cause) = response.error().filter(|_| response.status().is_server_error()) else {
        return;
    };
    let route = asked.match_pattern().unwrap_or_else(|| "no route".to_owned());
    tracing::error!(request_id = id.as_str(), method = %asked.method(), route, %cause, "failed");
}

fn refusal(kind: Kind) -> HttpResponse {
    Refusal::from(Problem::new(kind, kind.advice)).error_response()
}

/// Gives every refusal its problem, and every problem the id of its request.
fn as_problem(id: &RequestId, response: HttpResponse) -> HttpResponse {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let is_problem = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"));
    with_instance(id, if is_problem { response } else { bare(status) })
}

/// What the framework refuses by itself.
fn bare(status: StatusCode) -> HttpResponse {
    let kind = kinds::ALL.iter().find(|kind| kind.status == status.as_u16());
    let mut response = refusal(kind.copied().unwrap_or(kinds::UNPARSABLE));
    *response.status_mut() = status;
    response
}

/// Names the methods that a route has (RFC 9110, 15.5.6).
fn with_allow(asked: &HttpRequest, mut response: HttpResponse) -> HttpResponse {
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        let all = asked.app_data::<Data<Operations>>();
        let methods = all.map(|all| all.methods(asked.path())).filter(|all| !all.is_empty());
        // Pages can only be read.
        let allow = methods.map_or_else(|| "GET".to_owned(), |all| all.join(", "));
        if let Ok(value) = HeaderValue::from_str(&allow) {
            response.headers_mut().insert(header::ALLOW, value);
        }
    }
    response
}

fn with_instance(id: &RequestId, response: HttpResponse) -> HttpResponse {
    let (head, body) = response.into_parts();
    let Ok(bytes) = body.try_into_bytes() else { return head.set_body(BoxBody::new(())) };
    let mut problem: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if let Some(members) = problem.as_object_mut() {
        members.insert("instance".to_owned(), id.as_str().into());
    }
    head.set_body(BoxBody::new(problem.to_string()))
}

#[cfg(test)]
mod tests {
    use actix_web::{App, body::to_bytes, middleware::from_fn, test, web};

    use super::*;

    async fn breaks() -> HttpResponse {
        panic!("a secret on purpose")
    }

    /// SAFETY H13: a panic is an answer with the id under which it is logged, and hurts nobody else.
    #[actix_web::test]
    async fn a_panic_is_an_answer_and_the_next_request_is_served() {
        let app = App::new()
            .wrap(from_fn(finish))
            .route("/breaks", web::get().to(breaks))
            .route("/works", web::get().to(HttpResponse::NoContent));
        let app = test::init_service(app).await;
        let request =
            test::TestRequest::get().uri("/breaks").insert_header(("x-request-id", "request-1"));
        let error = test::try_call_service(&app, request.to_request()).await.unwrap_err();
        let response = error.error_response();
        assert_eq!(response.status(), 500);
        assert!(response.headers().contains_key("content-security-policy"));
        let body = to_bytes(response.into_body()).await.unwrap();
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(
            (&problem["type"], &problem["instance"]),
            (&"/docs/problems/internal".into(), &"request-1".into())
        );
        assert!(!problem.to_string().contains("secret"));
        let request = test::TestRequest::get().uri("/works").to_request();
        assert_eq!(test::call_service(&app, request).await.status(), 204);
    }

    /// SAFETY I12: twenty origins, of which one is ours.
    #[actix_web::test]
    async fn only_the_configured_pages_may_call_from_a_browser() {
        let origins = "https://app.example".parse().unwrap();
        let app =
            App::new().wrap(cors(&origins)).route("/works", web::get().to(HttpResponse::NoContent));
        let app = test::init_service(app).await;
        let foreign = [
            "null",
            "https://app.example.evil.example",
            "https://evil.example",
            "http://app.example",
            "https://app.example:8443",
            "https://APP.example.",
            "https://sub.app.example",
            "https://app.example@evil.example",
            "file://",
            "*",
            "https://app-example",
            "https://appxexample",
            "https://evil.example#https://app.example",
            "https://evil.example/https://app.example",
            "chrome-extension://app.example",
            "https://app.example,https://evil.example",
            "https://127.0.0.1",
            "http://localhost",
            "https://app.exampl",
        ];
        for method in ["GET", "OPTIONS"] {
            for (origin, ours) in
                foreign.iter().map(|o| (*o, false)).chain([("https://app.example", true)])
            {
                let request = test::TestRequest::with_uri("/works")
                    .method(method.parse().unwrap())
                    .insert_header(("origin", origin))
                    .insert_header(("access-control-request-method", "GET"))
                    .insert_header(("access-control-request-headers", "authorization"))
                    .to_request();
                let response = test::call_service(&app, request).await;
                let allowed = response.headers().get("access-control-allow-origin");
                let allowed = allowed.map(|value| value.to_str().unwrap().to_owned());
                assert_eq!(allowed, ours.then(|| origin.to_owned()), "{method} {origin}");
                assert!(!response.headers().contains_key("access-control-allow-credentials"));
                if ours && method == "OPTIONS" {
                    assert_eq!(response.headers().get("access-control-max-age").unwrap(), "600");
                }
            }
        }
    }
}
