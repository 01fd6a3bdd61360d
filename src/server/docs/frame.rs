//! The layout of every page.

use actix_web::{HttpResponse, body::MessageBody, http::header};
use askama::Template;

#[derive(Template)]
#[template(path = "server/docs/templates/plain.html")]
struct Plain<'a> {
    title: &'a str,
    inner: &'a str,
}

/// A page with a title and HTML of our own.
pub fn frame(title: &str, inner: &str) -> String {
    Plain { title, inner }.render().unwrap_or_default()
}

/// A page without scripts.
pub fn html(body: impl MessageBody + 'static) -> HttpResponse {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(body)
}
