//! Each kind of refusal, explained: where the `type` of a problem leads.

use actix_web::{HttpResponse, web::Path};
use askama::Template;

use super::frame::html;
use crate::kernel::{Kind, kinds};

#[derive(Template)]
#[template(path = "server/docs/templates/problems.html")]
struct ProblemsPage<'a> {
    title: &'a str,
    kinds: &'a [Kind],
}

pub async fn all() -> HttpResponse {
    html(ProblemsPage { title: "Problems", kinds: kinds::ALL }.render().unwrap_or_default())
}

pub async fn one(slug: Path<String>) -> HttpResponse {
    match kinds::ALL.iter().find(|kind| kind.slug == slug.as_str()) {
        Some(kind) => {
            let page = ProblemsPage { title: kind.title, kinds: std::slice::from_ref(kind) };
            html(page.render().unwrap_or_default())
        }
        None => HttpResponse::NotFound().finish(),
    }
}
