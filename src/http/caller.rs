//! What a request brings besides its body: who, when, under which key, having seen which version.

use std::net::IpAddr;

use actix_web::{
    HttpMessage as _, HttpRequest,
    http::header,
    web::{Bytes, Data},
};
use sha2::{Digest as _, Sha256};

use super::{Operation, operation_of};
use crate::{
    access::Bearer,
    kernel::{Instant, Problem, Proxies, kinds},
};

/// The request as the outermost layer took it in: left in its extensions, once.
#[derive(Debug, Clone)]
pub struct Intake {
    pub request_id: String,
    /// The server's instant when the last byte of the body had been read (SAFETY 2.2).
    pub received_at: Instant,
    pub bytes: Bytes,
    /// SHA-256 of the body, in hex.
    pub fingerprint: String,
}

/// An `Idempotency-Key` and what it was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryKey {
    pub key: String,
    /// Method and path.
    pub route: String,
    pub fingerprint: String,
}

/// What every operation knows of the request that asks for it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub request_id: String,
    /// Method and path.
    pub route: String,
    /// How many bytes the body had, and their SHA-256 in hex.
    pub bytes: usize,
    pub fingerprint: String,
    pub at: Instant,
    pub retry: Option<RetryKey>,
    /// The version that the caller has seen.
    pub seen: Option<i64>,
    /// What the caller's program calls itself, cut short: for the list of sessions.
    pub agent: Option<String>,
    /// Where it truly comes from (SAFETY I11).
    pub from: Option<IpAddr>,
    /// The operation that is asked for.
    pub operation: &'static Operation,
}

/// Somebody who asks: with a credential, or as anybody.
#[derive(Debug, Clone)]
pub struct Caller {
    pub credential: Option<Bearer>,
    pub asked: Asked,
}

impl Caller {
    /// The caller behind a request that the outermost layer has taken in.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        caller(request)
    }
}

fn caller(request: &HttpRequest) -> Result<Caller, Problem> {
    let intake = request.extensions().get::<Intake>().cloned();
    let intake = intake.ok_or_else(|| Problem::new(kinds::INTERNAL, kinds::INTERNAL.advice))?;
    let retry = retry_key(request, &intake.fingerprint)?;
    let asked = Asked {
        request_id: intake.request_id,
        route: format!("{} {}", request.method(), request.path()),
        bytes: intake.bytes.len(),
        fingerprint: intake.fingerprint,
        at: intake.received_at,
        retry,
        seen: seen(request)?,
        agent: agent(request),
        from: from(request),
        operation: operation_of(request),
    };
    Ok(Caller { credential: request.extensions().get::<Bearer>().copied(), asked })
}

/// Where a request truly comes from (SAFETY I11).
pub fn from(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    // Several lines of one header are one list (RFC 9110, 5.3).
    let lines = request.headers().get_all("x-forwarded-for").filter_map(|line| line.to_str().ok());
    let forwarded = lines.collect::<Vec<_>>().join(",");
    let proxies = request.app_data::<Data<Proxies>>();
    Some(proxies.map_or(peer, |proxies| proxies.caller(peer, Some(&forwarded))))
}

fn agent(request: &HttpRequest) -> Option<String> {
    let named = request.headers().get(header::USER_AGENT)?.to_str().ok()?.trim();
    let short: String = named.chars().filter(|c| !c.is_control()).take(200).collect();
    (!short.is_empty()).then_some(short)
}

/// The version that a strong `If-Match` names: `"3"`, or `"3.open"` where time shows too.
fn seen(request: &HttpRequest) -> Result<Option<i64>, Problem> {
    let Some(value) = request.headers().get(header::IF_MATCH) else { return Ok(None) };
    let tag = value.to_str().ok().and_then(|v| v.trim().strip_prefix('"')?.strip_suffix('"'));
    let digits = |v: &&str| v.chars().all(|c| c.is_ascii_digit());
    let version = tag.and_then(|tag| tag.split('.').next().filter(digits)?.parse().ok());
    version.map(Some).ok_or_else(|| {
        Problem::new(
            kinds::STALE,
            "If-Match is not an ETag of this server; send the ETag that you received",
        )
    })
}

fn retry_key(request: &HttpRequest, fingerprint: &str) -> Result<Option<RetryKey>, Problem> {
    let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = value
        .to_str()
        .ok()
        .filter(|k| (1..=100).contains(&k.len()) && k.chars().all(|c| c.is_ascii_graphic()));
    let key = key.ok_or_else(|| {
        Problem::new(kinds::BAD_PARAMETER, "Idempotency-Key is 1 to 100 visible characters")
    })?;
    let route = format!("{} {}", request.method(), request.path());
    // What an upload is called stands in its query: another name is another request.
    let fingerprint = match request.query_string() {
        "" => fingerprint.to_owned(),
        query => hex::encode(Sha256::digest(format!("{fingerprint}?{query}"))),
    };
    Ok(Some(RetryKey { key: key.to_owned(), route, fingerprint }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn if_match_names_a_version() {
        let of = |tag: &str| {
            seen(&TestRequest::default().insert_header(("if-match", tag)).to_http_request())
        };
        assert_eq!(of("\"3\"").unwrap(), Some(3));
        assert_eq!(of("\"12.open\"").unwrap(), Some(12));
        assert_eq!(of("W/\"3\"").unwrap_err().kind, kinds::STALE);
        assert_eq!(of("3").unwrap_err().kind, kinds::STALE);
        assert_eq!(seen(&TestRequest::default().to_http_request()).unwrap(), None);
    }

    #[test]
    fn a_retry_key_is_short_and_visible() {
        let of = |key: &str| {
            let request =
                TestRequest::post().uri("/v1/x?y=1").insert_header(("idempotency-key", key));
            retry_key(&request.to_http_request(), "f")
        };
        let kept = of("abc").unwrap().unwrap();
        assert_eq!(kept.route, "POST /v1/x");
        assert_ne!(kept.fingerprint, "f", "another query is another request");
        assert!(of(&"x".repeat(101)).is_err());
        assert!(of("a b").is_err());
    }
}
