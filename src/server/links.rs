//! The pages that links in mails lead to. This installation may have a front end or not: these pages
//! do what the link promises by themselves. The token stands behind the `#`, so it is never sent
//! with the request for the page, nor found in a log or a `Referer` (SAFETY E14).

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::header,
    web::{self},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::docs::frame;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/docs/verification").route(web::get().to(verification)))
        .service(web::resource("/docs/invitations").route(web::get().to(invitation)));
}

/// Sends the token and says what came of it. The only script of this house.
const SCRIPT: &str = r#"
const token = new URLSearchParams(location.hash.slice(1)).get("token") || "";
const said = document.getElementById("said");
document.getElementById("confirm").addEventListener("click", async () => {
  said.textContent = "One moment...";
  const answer = await fetch("/v1/users/verification", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }),
  });
  said.textContent = answer.ok ? "Your address is confirmed. You can sign in now."
    : (await answer.json()).detail;
});
"#;

/// Only this script runs, whatever else should ever stand in the page.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    format!(
        "default-src 'none'; script-src 'sha256-{hash}'; connect-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
});

fn page(title: &str, inner: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(frame(title, inner))
}

async fn verification() -> HttpResponse {
    let inner = format!(
        "<p>Somebody made an account at Guildhall with your e-mail address. If it was you:</p>\n<p><button id=\"confirm\" type=\"button\">Confirm my address</button></p>\n<p id=\"said\" role=\"status\"></p>\n<p>The same by the API: <code>POST /v1/users/verification</code> with the token from the mail.</p>\n<script>{SCRIPT}</script>"
    );
    page("Confirm your e-mail address", &inner)
}

async fn invitation() -> HttpResponse {
    let inner = "<p>You have been invited to an organisation. An invitation is accepted by whoever is signed in with the address that it was sent to:</p>\n<ol><li>If you have no account yet, make one with that address: <code>POST /v1/users</code>, then confirm the address.</li><li>Sign in: <code>POST /v1/sessions</code>.</li><li>Accept: <code>POST /v1/invitations/acceptance</code> with the token from the mail.</li></ol>";
    page("Accept an invitation", inner)
}
