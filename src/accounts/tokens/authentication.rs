//! The middleware that finds out whose request this is. It proves the token only; what the person
//! may do is read with what they ask for (ADR 0001).

use actix_web::{
    Error, HttpMessage as _, ResponseError as _,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web::Data,
};

use super::{access, key_text::KeyText};
use crate::{
    access::Bearer,
    app::App,
    http::{Intake, Refusal},
    prelude::*,
};

/// Leaves a [`Bearer`] in the request when its token is good, or is written as a key; refuses (401) a
/// bad one. Whether a key is one is read with what is asked for.
pub async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match credential(&request) {
        Ok(found) => {
            if let Some(credential) = found {
                request.extensions_mut().insert(credential);
            }
            next.call(request).await.map(ServiceResponse::map_into_boxed_body)
        }
        Err(problem) => Ok(request.into_response(Refusal::from(problem).error_response())),
    }
}

fn credential(request: &ServiceRequest) -> Result<Option<Bearer>, Problem> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let refused = || {
        let detail = "this access token is invalid or has expired; sign in or refresh it";
        Problem::new(kinds::UNAUTHENTICATED, detail)
    };
    let text = value.to_str().map_err(|_cause| refused())?;
    let (scheme, token) = text.split_once(' ').ok_or_else(refused)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(refused());
    }
    let app = request.app_data::<Data<App>>().ok_or_else(refused)?;
    let now = request.extensions().get::<Intake>().map(|intake| intake.received_at);
    let now = now.ok_or_else(refused)?;
    let token = token.trim();
    if KeyText::begins_like_one(token) {
        let mistyped = "this is not a valid API key: it was mistyped or cut short";
        let hash = KeyText::read(token);
        return hash
            .map(|hash| Some(Bearer::Key(hash)))
            .ok_or_else(|| Problem::new(kinds::UNAUTHENTICATED, mistyped));
    }
    let proved = access::verify_access(app, token, now);
    proved.map(|credential| Some(Bearer::Session(credential))).ok_or_else(refused)
}
