//! A page that sends requests (Swagger UI). Its files come from the archive in the crate
//! `utoipa-swagger-ui-vendored`, so that it works without the Internet; `utoipa-swagger-ui` itself
//! would unpack four megabytes into the binary, of which this page needs less than half.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
    sync::LazyLock,
};

use actix_web::{
    HttpResponse,
    http::header,
    web::{Bytes, Path},
};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

const PAGE: &str = include_str!("templates/explorer.html");
const START: &str = include_str!("templates/explorer.js");
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// Scripts of this server alone, which ask this server alone. Swagger UI sets styles on elements and
/// draws its icons from `data:`.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

static FILES: LazyLock<BTreeMap<&'static str, Bytes>> = LazyLock::new(|| {
    let names = ["swagger-ui-bundle.js", "swagger-ui.css"];
    let unpacked = names.into_iter().filter_map(|name| Some((name, unpack(name)?)));
    unpacked.chain([("start.js", Bytes::from_static(START.as_bytes()))]).collect()
});

fn unpack(name: &str) -> Option<Bytes> {
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED)).ok()?;
    let end = format!("/dist/{name}");
    let path =
        archive.file_names().filter_map(Result::ok).find(|path| path.ends_with(&end))?.into_owned();
    let mut content = Vec::new();
    archive.by_name(&path).ok()?.read_to_end(&mut content).ok()?;
    Some(content.into())
}

pub async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(PAGE)
}

pub async fn file(name: Path<String>) -> HttpResponse {
    let Some(content) = FILES.get(name.as_str()) else { return HttpResponse::NotFound().finish() };
    HttpResponse::Ok()
        .content_type(if name.as_str() == "swagger-ui.css" { STYLE } else { SCRIPT })
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(content.clone())
}
