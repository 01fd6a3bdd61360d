//! JSON bodies, parsed into types that cannot be wrong; every fault of a body at once.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::Payload,
    http::{Method, header},
};
use deserr::Deserr;

use super::{Intake, Refusal, json};
use crate::kernel::{Faults, Problem, kinds};

/// A parsed JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: Deserr<Faults> + 'static> FromRequest for Body<T> {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map_err(Refusal::from))
    }
}

fn read<T: Deserr<Faults>>(request: &HttpRequest) -> Result<Body<T>, Problem> {
    media_type(request)?;
    let intake = request.extensions().get::<Intake>().cloned();
    let bytes = intake.map(|intake| intake.bytes).unwrap_or_default();
    parse(&bytes).map(Body)
}

/// One body as `T`, or all that is wrong with it.
pub fn parse<T: Deserr<Faults>>(bytes: &[u8]) -> Result<T, Problem> {
    let value = json::parse(bytes).map_err(|error| {
        Problem::new(kinds::UNPARSABLE, format!("the body is not valid JSON: {error}"))
    })?;
    deserr::deserialize::<T, _, Faults>(value).map_err(Problem::from)
}

/// `application/json`, or `application/merge-patch+json` with PATCH (RFC 7396).
fn media_type(request: &HttpRequest) -> Result<(), Problem> {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let essence = given.map(|v| v.split(';').next().unwrap_or(v).trim().to_ascii_lowercase());
    match essence.as_deref() {
        Some("application/json") => Ok(()),
        Some("application/merge-patch+json") if request.method() == Method::PATCH => Ok(()),
        Some(_) | None => {
            Err(Problem::new(kinds::MEDIA_TYPE, "send the body as Content-Type: application/json"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Line, Money};

    #[derive(Debug, Deserr)]
    #[deserr(error = Faults, deny_unknown_fields)]
    struct Example {
        #[expect(dead_code, reason = "only its parsing is tried")]
        title: Line<5>,
        #[expect(dead_code, reason = "only its parsing is tried")]
        value: Money,
    }

    fn pointers(text: &str) -> Vec<String> {
        let problem = parse::<Example>(text.as_bytes()).unwrap_err();
        let mut all: Vec<_> = problem.errors.into_iter().map(|e| e.pointer).collect();
        all.sort();
        all
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_place() {
        let body = r#"{"titel":"x","value":{"amount":"-1","currency":"gbp"}}"#;
        assert_eq!(pointers(body), ["/titel", "/title", "/value/currency"]);
        let body = r#"{"title":"too long","value":{"amount":"1.234","currency":"GBP"}}"#;
        assert_eq!(pointers(body), ["/title", "/value/amount"]);
        assert_eq!(pointers("[]"), [""]);
    }

    #[test]
    fn what_is_no_json_is_a_400() {
        let problem = parse::<Example>(b"{").unwrap_err();
        assert_eq!(problem.kind, kinds::UNPARSABLE);
    }
}
