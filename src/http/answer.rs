//! Answers that say yes: status, body, version. Plain data, so that a retry can be given the same.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::{StatusCode, header},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::kernel::Problem;

/// What an operation tells its caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    status: u16,
    body: Option<String>,
    etag: Option<String>,
    location: Option<String>,
    next: Option<String>,
    /// Seconds that anybody may keep it; `None` keeps it out of every cache.
    public_for: Option<u32>,
}

impl Answer {
    fn with(status: u16, body: Option<String>) -> Self {
        Self { status, body, etag: None, location: None, next: None, public_for: None }
    }

    /// 200 with a JSON body.
    pub fn ok(body: &impl Serialize) -> Self {
        Self::with(200, serde_json::to_string(body).ok())
    }

    /// 201, and where the new thing is.
    pub fn created(body: &impl Serialize, location: impl Into<String>) -> Self {
        Self {
            location: Some(location.into()),
            ..Self::with(201, serde_json::to_string(body).ok())
        }
    }

    /// 202: right so far, and something more is asked for.
    pub fn accepted(body: &impl Serialize) -> Self {
        Self::with(202, serde_json::to_string(body).ok())
    }

    /// 200 with one page of a list.
    pub fn page<T: Serialize>(page: &super::Page<T>) -> Self {
        Self::ok(page).followed_by(page.next.as_deref())
    }

    /// 308: it is there now, for good.
    pub fn moved(location: impl Into<String>) -> Self {
        Self { location: Some(location.into()), ..Self::with(308, None) }
    }

    /// 204: done, and nothing to say.
    pub fn done() -> Self {
        Self::with(204, None)
    }

    /// A refusal that changed something all the same, and so had to commit.
    pub fn refusal(problem: &Problem) -> Self {
        Self::with(problem.kind.status, Some(problem_body(problem).to_string()))
    }

    /// The version that `If-Match` will have to name.
    #[must_use]
    pub fn version(self, version: i64) -> Self {
        Self { etag: Some(format!("\"{version}\"")), ..self }
    }

    /// A version whose representation also changes by time: `"3.open"`.
    #[must_use]
    pub fn version_in(self, version: i64, phase: &str) -> Self {
        Self { etag: Some(format!("\"{version}.{phase}\"")), ..self }
    }

    /// Anybody may keep this for so many seconds.
    #[must_use]
    pub fn public(self, seconds: u32) -> Self {
        Self { public_for: Some(seconds), ..self }
    }

    /// The cursor of the next page, for the `Link` header.
    #[must_use]
    pub fn followed_by(self, next: Option<&str>) -> Self {
        Self { next: next.map(str::to_owned), ..self }
    }

    pub const fn status(&self) -> u16 {
        self.status
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let known = self.etag.as_deref().is_some_and(|etag| is_known(request, etag));
        let status = if known { 304 } else { self.status };
        let mut response =
            HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::OK));
        if let Some(etag) = self.etag {
            response.insert_header((header::ETAG, etag));
        }
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if let Some(next) = self.next {
            let link = format!("<{}>; rel=\"next\"", next_page(request, &next));
            response.insert_header((header::LINK, link));
        }
        if status == 401 {
            // RFC 9110, 15.5.2: every 401 names how to authenticate.
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        let cache = match self.public_for {
            Some(seconds) => format!("public, max-age={seconds}"),
            None => "no-store".to_owned(),
        };
        response.insert_header((header::CACHE_CONTROL, cache));
        match self.body {
            Some(body) if !known && self.status >= 400 => {
                response.content_type("application/problem+json").body(body)
            }
            Some(body) if !known => response.content_type("application/json").body(body),
            Some(_) | None => response.finish(),
        }
    }
}

/// The body of a problem, but for the request's id, which the outermost layer adds.
pub fn problem_body(problem: &Problem) -> Value {
    let mut body: Map<String, Value> = problem.members.clone();
    body.insert("type".to_owned(), json!(format!("/docs/problems/{}", problem.kind.slug)));
    body.insert("title".to_owned(), json!(problem.kind.title));
    body.insert("status".to_owned(), json!(problem.kind.status));
    body.insert("detail".to_owned(), json!(problem.detail));
    if !problem.errors.is_empty() {
        body.insert("errors".to_owned(), json!(problem.errors));
    }
    Value::Object(body)
}

/// `If-None-Match` of a GET names this representation (RFC 9110, 13.1.2).
pub(super) fn is_known(request: &HttpRequest, etag: &str) -> bool {
    let names = |value: &str| {
        value.trim() == "*"
            || value.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
    };
    request.method() == actix_web::http::Method::GET
        && request
            .headers()
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok())
            .is_some_and(names)
}

/// This request's path and query, with another cursor.
fn next_page(request: &HttpRequest, cursor: &str) -> String {
    let kept =
        request.query_string().split('&').filter(|p| !p.is_empty() && !p.starts_with("cursor="));
    let cursor = format!("cursor={cursor}");
    let query: Vec<&str> = kept.chain([cursor.as_str()]).collect();
    format!("{}?{}", request.path(), query.join("&"))
}
