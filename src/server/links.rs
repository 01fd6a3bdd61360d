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
        .service(web::resource("/docs/password").route(web::get().to(password)))
        .service(web::resource("/docs/email").route(web::get().to(email)))
        .service(web::resource("/docs/email-undo").route(web::get().to(email_undo)))
        .service(web::resource("/docs/oidc").route(web::get().to(oidc)))
        .service(web::resource("/docs/invitations").route(web::get().to(invitation)));
}

/// Sends the token, and a password where the page asks for one, and says what came of it.
const SCRIPT: &str = r#"
const token = new URLSearchParams(location.hash.slice(1)).get("token") || "";
const said = document.getElementById("said");
const form = document.getElementById("form");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  said.textContent = "One moment...";
  const typed = form.elements.namedItem("password");
  const body = typed ? { token, password: typed.value } : { token };
  const answer = await fetch(form.dataset.to, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const problem = answer.ok ? null : await answer.json();
  said.textContent = answer.ok ? form.dataset.done
    : (problem.errors || []).map((fault) => fault.detail).join(" ") || problem.detail;
});
"#;

/// Goes to the identity provider of an address, and on the way back ends the sign-in. What was kept
/// meanwhile stays in this tab. The code leaves the address bar at once.
const SIGN_IN: &str = r#"
const said = document.getElementById("said");
const form = document.getElementById("form");
const send = async (to, body) => {
  const answer = await fetch(to, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail);
  return told;
};
const fail = (error) => { said.textContent = error.message; form.hidden = false; };
const back = new URLSearchParams(location.search);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  said.textContent = "One moment...";
  try {
    const begun = await send("/v1/sessions/oidc", { email: form.elements.namedItem("email").value });
    sessionStorage.setItem("verifier", begun.verifier);
    location.assign(begun.authorization_url);
  } catch (error) { fail(error); }
});
if (back.has("code")) {
  form.hidden = true;
  const verifier = sessionStorage.getItem("verifier") || "none";
  sessionStorage.removeItem("verifier");
  history.replaceState(null, "", location.pathname);
  send("/v1/sessions/oidc/completion", { code: back.get("code"), state: back.get("state"), verifier })
    .then((told) => { said.textContent = JSON.stringify(told, null, 2); }, fail);
} else if (back.has("error")) {
  fail(new Error("Your identity provider did not let you in. Try again, or ask its administrators."));
}
"#;

/// Only these scripts run, whatever else should ever stand in a page.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let [link, sign_in] = [SCRIPT, SIGN_IN].map(|script| STANDARD.encode(Sha256::digest(script)));
    format!(
        "default-src 'none'; script-src 'sha256-{link}' 'sha256-{sign_in}'; connect-src 'self'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'"
    )
});

fn page(title: &str, inner: &str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(frame(title, inner))
}

/// A page with one button that sends the token of its link to a route.
struct Step {
    title: &'static str,
    says: &'static str,
    to: &'static str,
    /// Fields above the button.
    asks: &'static str,
    button: &'static str,
    done: &'static str,
}

fn step(step: &Step) -> HttpResponse {
    let Step { says, to, asks, button, done, .. } = step;
    let inner = format!(
        "<p>{says}</p>\n<form id=\"form\" data-to=\"{to}\" data-done=\"{done}\">{asks}<p><button id=\"confirm\" type=\"submit\">{button}</button></p></form>\n<p id=\"said\" role=\"status\"></p>\n<p>Programs find this step in <a href=\"/docs\">the API documentation</a>.</p>\n<script>{SCRIPT}</script>"
    );
    page(step.title, &inner)
}

async fn verification() -> HttpResponse {
    step(&Step {
        title: "Confirm your e-mail address",
        says: "Somebody made an account at Guildhall with your e-mail address. If it was you:",
        to: "/v1/users/verification",
        asks: "",
        button: "Confirm my address",
        done: "Your address is confirmed. You can sign in now.",
    })
}

async fn password() -> HttpResponse {
    step(&Step {
        title: "Choose a password",
        says: "At least 12 characters, any of them. Three random words are good.",
        to: "/v1/users/password",
        asks: "<p><label for=\"password\">New password</label><br><input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" minlength=\"12\" required></p>",
        button: "Set this password",
        done: "Your password is set. You can sign in now.",
    })
}

async fn email() -> HttpResponse {
    step(&Step {
        title: "Confirm your new e-mail address",
        says: "From then on you sign in with this address, and letters come here.",
        to: "/v1/users/email",
        asks: "",
        button: "Use this address from now on",
        done: "Your address is changed. Sign in with it.",
    })
}

async fn email_undo() -> HttpResponse {
    step(&Step {
        title: "Keep your old e-mail address",
        says: "Somebody asked to change the address of your account. If it was not you:",
        to: "/v1/users/email/undo",
        asks: "",
        button: "Keep the old address",
        done: "Your old address stays, and all sessions are ended. Choose a new password now.",
    })
}

async fn oidc() -> HttpResponse {
    let inner = format!(
        "<p>Sign in with the account that your organisation gave you.</p>\n<form id=\"form\"><p><label for=\"email\">Your e-mail address</label><br><input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"email\" required></p><p><button type=\"submit\">Sign in</button></p></form>\n<pre id=\"said\" role=\"status\"></pre>\n<p>Programs find this step in <a href=\"/docs\">the API documentation</a>.</p>\n<script>{SIGN_IN}</script>"
    );
    page("Sign in with your organisation", &inner)
}

async fn invitation() -> HttpResponse {
    let inner = "<p>You have been invited to an organisation. The invitation is for an account with the address that it was sent to:</p>\n<ol><li>If you have no account with that address, register and confirm the address.</li><li>Sign in.</li><li>Accept the invitation with the token from the mail (<code>accept_invitation</code>).</li></ol><p>To decline you need no account, only the token from the mail (<code>decline_invitation</code>). <a href=\"/docs\">The API documentation</a> describes each step.</p>";
    page("Accept an invitation", inner)
}
