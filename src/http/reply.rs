//! Answers that say no: `application/problem+json` (RFC 9457), written in one place.

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde_json::Value;

use super::{Answer, problem_body};
use crate::{
    db::{Fault, kind_of},
    kernel::{Problem, kinds},
};

/// What a handler gives back.
pub type Reply = Result<Answer, Refusal>;

/// A [`Fault`] on its way out. What broke inside is logged where the request ends, never shown.
pub type Refusal = Fault;

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence())
    }
}

/// What may be told: a refusal as it is, a failure by its kind alone.
fn told(fault: &Fault) -> Problem {
    let kind = match fault {
        Fault::Refused(problem) | Fault::Noteworthy(problem, _) => return (**problem).clone(),
        Fault::Sql(error) => kind_of(error),
        Fault::Unavailable(kind, _) => *kind,
        Fault::Corrupt(_) | Fault::Panicked => kinds::INTERNAL,
    };
    Problem::new(kind, kind.advice)
}

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(told(self).kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let problem = told(self);
        let status = self.status_code();
        let mut response = HttpResponse::build(status);
        response.content_type("application/problem+json");
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
            let wait = problem.members.get("retry_after").and_then(Value::as_u64);
            let wait = wait.unwrap_or(2);
            response.insert_header((header::RETRY_AFTER, wait));
            if let Some(policy) = problem.members.get("policy").and_then(Value::as_str) {
                response.insert_header(("ratelimit", super::rate_limit(policy, 0, wait)));
            }
        }
        response.body(problem_body(&problem).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_shows_its_kind_and_nothing_else() {
        let refusal = Refusal::from(Fault::Corrupt("select secret from users".to_owned()));
        let shown = problem_body(&told(&refusal)).to_string();
        assert_eq!(refusal.status_code(), 500);
        assert!(!shown.contains("secret") && !shown.contains("select"), "{shown}");
    }
}
