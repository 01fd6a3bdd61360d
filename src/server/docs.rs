//! The pages that the binary serves by itself: what can be asked, and what refusals mean.

use std::{collections::BTreeMap, fmt::Write as _};

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Data, Path},
};
use utoipa::openapi::{
    OpenApi, RefOr,
    path::{Operation, PathItem},
};

use crate::{prelude::*, search, suppliers};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Guildhall",
        description = "Innovation challenges and lightweight procurement for public bodies. Refusals are RFC 9457 problems; `/docs/problems` explains each.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/", description = "This installation")),
    tags(
        (name = "accounts", description = "People, their sessions and passwords"),
        (name = "organisations", description = "Public bodies, suppliers, their members"),
        (name = "suppliers", description = "Supplier profiles and the directory"),
        (name = "opportunities", description = "Challenges, procurements and their lots"),
        (name = "bids", description = "Bids, their receipts, their opening"),
        (name = "evaluation", description = "Panels, declarations, scores, consensus, ranking"),
        (name = "awards", description = "Decisions and assessment summaries"),
        (name = "inbox", description = "Notifications"),
        (name = "audit", description = "The append-only log"),
        (name = "auditors", description = "Auditor grants and reads"),
        (name = "health", description = "Liveness and readiness"),
    ),
    components(schemas(search::Status, suppliers::SizeAsked, suppliers::VcseAsked)),
    modifiers(&Bearer),
)]
pub struct Root;

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, api: &mut OpenApi) {
        use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        api.components
            .get_or_insert_default()
            .security_schemes
            .insert("bearer".to_owned(), RefOr::T(bearer));
    }
}

/// The pages, rendered once at start.
pub struct Pages {
    json: String,
    html: String,
}

impl Pages {
    pub fn render(api: &OpenApi) -> Self {
        Self { json: api.to_pretty_json().unwrap_or_default(), html: page(api) }
    }
}

fn operations(item: &PathItem) -> [(&'static str, Option<&Operation>); 5] {
    [
        ("GET", item.get.as_ref()),
        ("POST", item.post.as_ref()),
        ("PUT", item.put.as_ref()),
        ("PATCH", item.patch.as_ref()),
        ("DELETE", item.delete.as_ref()),
    ]
}

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/").route(web::get().to(home)))
        .service(web::resource("/openapi.json").route(web::get().to(description)))
        .service(web::resource("/docs").route(web::get().to(human_page)))
        .service(web::resource("/docs/problems").route(web::get().to(problems)))
        .service(web::resource("/docs/problems/{slug}").route(web::get().to(problem)));
}

async fn home() -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, "/docs")).finish()
}

async fn description(pages: Data<Pages>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(pages.json.clone())
}

async fn human_page(pages: Data<Pages>) -> HttpResponse {
    html(pages.html.clone())
}

async fn problems() -> HttpResponse {
    html(frame("Problems", &kinds::ALL.iter().map(explained).collect::<String>()))
}

async fn problem(slug: Path<String>) -> HttpResponse {
    match kinds::ALL.iter().find(|kind| kind.slug == slug.as_str()) {
        Some(kind) => html(frame(kind.title, &explained(kind))),
        None => HttpResponse::NotFound().finish(),
    }
}

fn html(body: String) -> HttpResponse {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(body)
}

fn explained(kind: &Kind) -> String {
    let Kind { slug, status, title, advice } = kind;
    format!(
        "<section id=\"{slug}\"><h2>{title}</h2><p><code>{status} {slug}</code></p><p>{advice}</p></section>\n"
    )
}

pub(super) fn frame(title: &str, inner: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} · Guildhall</title><style>body{{font:16px/1.5 Arial,sans-serif;color:#0b0c0c;max-width:960px;margin:0 auto;padding:24px}}h1{{border-top:8px solid #1d4f91;padding-top:16px}}code,pre{{background:#f3f2f1;padding:2px 4px}}pre{{padding:12px;overflow-x:auto}}summary{{cursor:pointer;padding:6px 0}}table{{border-collapse:collapse}}td,th{{text-align:left;vertical-align:top;padding:4px 12px 4px 0}}a{{color:#1d4f91}}</style></head><body><main><h1>{title}</h1>\n{inner}</main></body></html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// All operations by tag, with what they take and answer.
fn page(api: &OpenApi) -> String {
    let mut by_tag: BTreeMap<&str, String> = BTreeMap::new();
    for (path, item) in &api.paths.paths {
        for (method, operation) in operations(item) {
            let Some(operation) = operation else { continue };
            let tag =
                operation.tags.as_ref().and_then(|t| t.first()).map_or("other", String::as_str);
            by_tag.entry(tag).or_default().push_str(&described(method, path, operation));
        }
    }
    let intro = "<p>The description for programs is <a href=\"/openapi.json\">/openapi.json</a> (OpenAPI 3.1). Refusals are explained at <a href=\"/docs/problems\">/docs/problems</a>. Times are UTC, RFC 3339; money is a decimal string with its currency.</p>\n".to_owned();
    let parts = by_tag.into_iter().map(|(tag, all)| format!("<h2>{tag}</h2>\n{all}"));
    frame("Guildhall API", &(intro + &parts.collect::<String>()))
}

fn described(method: &str, path: &str, operation: &Operation) -> String {
    let summary = escaped(operation.summary.as_deref().unwrap_or_default());
    let more = escaped(operation.description.as_deref().unwrap_or_default());
    let mut out =
        format!("<details><summary><code>{method} {path}</code> {summary}</summary><p>{more}</p>");
    if operation.security.as_ref().is_none_or(Vec::is_empty) {
        out.push_str("<p>Open to everybody.</p>");
    }
    if let Some(body) = &operation.request_body
        && let Ok(text) = serde_json::to_string_pretty(body)
    {
        // Writing to a String cannot fail.
        let _ = write!(out, "<p>Body:</p><pre>{}</pre>", escaped(&text));
    }
    out.push_str("<table><tr><th>Status</th><th>Means</th></tr>");
    for (status, response) in &operation.responses.responses {
        let means = match response {
            RefOr::T(response) => escaped(&response.description),
            RefOr::Ref(_) => String::new(),
        };
        let _ = write!(out, "<tr><td>{status}</td><td>{means}</td></tr>");
    }
    out.push_str("</table></details>\n");
    out
}
