//! What a caller may still ask for, as every answer says it (draft-ietf-httpapi-ratelimit-headers).

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    http::header::{HeaderName, HeaderValue},
};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const NOW: HeaderName = HeaderName::from_static("ratelimit");

/// Left in a request's extensions by the layer that counts requests.
#[derive(Debug, Clone)]
pub struct Allowance {
    /// `RateLimit-Policy`: so many in such a time.
    pub policy: HeaderValue,
    /// `RateLimit`: how many remain, and in how many seconds all are back.
    pub now: Option<HeaderValue>,
}

/// `"person";r=2999;t=1`.
pub fn rate_limit(policy: &str, remain: u32, seconds: u64) -> String {
    format!("\"{policy}\";r={remain};t={seconds}")
}

/// Says in an answer what its caller may still ask for, beside what a narrower limit has said.
pub fn with_allowance(asked: &HttpRequest, mut response: HttpResponse) -> HttpResponse {
    let Some(Allowance { policy, now }) = asked.extensions().get::<Allowance>().cloned() else {
        return response;
    };
    let headers = response.headers_mut();
    headers.insert(POLICY, policy);
    if let Some(now) = now.filter(|now| headers.get(&NOW) != Some(now)) {
        headers.append(NOW, now);
    }
    response
}
