//! The documentation that the binary serves by itself, without anything from elsewhere: the API for
//! people and for programs, a page that sends requests, and what each refusal means.

mod description;
mod explorer;
mod frame;
mod problems;
mod prose;
mod reference;
mod schemas;
mod search;

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Bytes, Query},
};
use askama::Template as _;
use serde::Deserialize;

use self::{
    frame::html,
    reference::{Reference, ReferencePage},
    search::ResultsPage,
};
use crate::server::{openapi, operations};

pub(super) use description::Root;
pub(super) use frame::frame;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/").route(web::get().to(home)))
        .service(web::resource("/openapi.json").route(web::get().to(description)))
        .service(web::resource("/docs").route(web::get().to(reference)))
        .service(web::resource("/docs/try").route(web::get().to(explorer::page)))
        .service(web::resource("/docs/try/{file}").route(web::get().to(explorer::file)))
        .service(web::resource("/docs/problems").route(web::get().to(problems::all)))
        .service(web::resource("/docs/problems/{slug}").route(web::get().to(problems::one)));
}

/// Rendered when they are first asked for: nothing in them changes while the server runs.
struct Pages {
    json: Bytes,
    reference: Reference,
    page: Bytes,
}

static PAGES: LazyLock<Pages> = LazyLock::new(|| {
    let api = openapi();
    let reference = Reference::of(&api, &operations());
    let page = ReferencePage { reference: &reference }.render().unwrap_or_default().into();
    Pages { json: api.to_pretty_json().unwrap_or_default().into(), reference, page }
});

async fn home() -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, "/docs")).finish()
}

async fn description() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(PAGES.json.clone())
}

#[derive(Deserialize)]
struct Asked {
    /// Words that the search looks for.
    #[serde(default)]
    q: String,
}

async fn reference(Query(asked): Query<Asked>) -> HttpResponse {
    if asked.q.trim().is_empty() {
        return html(PAGES.page.clone());
    }
    html(ResultsPage::of(&PAGES.reference, asked.q.trim()).render().unwrap_or_default())
}
