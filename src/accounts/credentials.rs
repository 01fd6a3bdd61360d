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

use super::tokens;
use crate::{
    access::Credential,
    app::App,
    http::{Intake, Refusal},
    kernel::{Problem, kinds},
};

/// Leaves a [`Credential`] in the request when its bearer token is good; refuses (401) a bad one.
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

fn credential(request: &ServiceRequest) -> Result<Option<Credential>, Problem> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let refused = || {
        let detail = "this access token is not ours, or it has expired; sign in or refresh";
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
    tokens::verify_access(app, token.trim(), now).map(Some).ok_or_else(refused)
}
