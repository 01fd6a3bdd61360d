//! Request rate limits: by user where a request is signed in, else by address (SAFETY I11). Each
//! node counts for itself; ADR 0017 says what is never refused.

use std::{hash::Hash, net::IpAddr, sync::Arc, time::Duration};

use actix_web::{
    Error, HttpMessage as _, ResponseError as _,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use governor::{Quota, RateLimiter, clock, middleware::StateInformationMiddleware, nanos::Nanos};

use super::{
    clock::{LimiterClock, at_least_one},
    recent::Recent,
};
use crate::{
    accounts::tokens::access,
    app::{App, Config},
    http::{Allowance, Refusal, SignedIn, discard, operation_of, rate_limit, true_address},
    kernel::{Clock, MaybeRate, Rate, household},
    prelude::*,
};

/// Callers that are counted at once under each limit, at most: about 8 MB.
const KEPT: usize = 100_000;

type Limiter<K> = RateLimiter<K, Recent<K, Nanos>, LimiterClock, StateInformationMiddleware>;

/// A rate limit for one kind of caller.
struct Bucket<K: Eq + Hash + Copy> {
    name: &'static str,
    limiter: Limiter<K>,
    rate: Rate,
    policy: HeaderValue,
    clock: LimiterClock,
}

/// The result of counting a request.
struct Counted {
    allowance: Allowance,
    refused: Option<Problem>,
}

impl<K: Eq + Hash + Copy> Bucket<K> {
    fn new(name: &'static str, rate: MaybeRate, clock: &LimiterClock) -> Option<Self> {
        let rate = rate.0?;
        let (most, seconds) = (rate.most, u64::try_from(rate.each.as_seconds()).unwrap_or(1));
        let one = Duration::from_secs(seconds) / most;
        let quota = Quota::with_period(one)?.allow_burst(at_least_one(most));
        let limiter = Limiter::new(quota, Recent::holding(KEPT), clock.clone());
        let policy = HeaderValue::from_str(&format!("\"{name}\";q={most};w={seconds}")).ok()?;
        Some(Self { name, limiter, rate, policy, clock: clock.clone() })
    }

    fn count(&self, key: &K) -> Counted {
        let (remain, seconds, refused) = match self.limiter.check_key(key) {
            Ok(state) => {
                let remain = state.remaining_burst_capacity().min(self.rate.most);
                (remain, self.until_full(remain), None)
            }
            Err(until) => {
                let wait = until.wait_time_from(clock::Clock::now(&self.clock));
                let seconds = wait.as_secs().saturating_add(1);
                (0, seconds, Some(self.too_many(seconds)))
            }
        };
        let now = HeaderValue::from_str(&rate_limit(self.name, remain, seconds)).ok();
        Counted { allowance: Allowance { policy: self.policy.clone(), now }, refused }
    }

    fn until_full(&self, remain: u32) -> u64 {
        let each = u64::try_from(self.rate.each.as_seconds()).unwrap_or(1);
        (u64::from(self.rate.most - remain) * each).div_ceil(u64::from(self.rate.most))
    }

    fn too_many(&self, seconds: u64) -> Problem {
        let detail = format!("too many requests; the next one is answered in {seconds} seconds");
        Problem::new(kinds::TOO_MANY, detail).with("retry_after", seconds).with("policy", self.name)
    }
}

/// The limits of a node.
pub struct RateLimits {
    person: Option<Bucket<Id<User>>>,
    address: Option<Bucket<IpAddr>>,
    /// Signing in, refreshing, and submissions by API keys, apart: what else an address asks for
    /// keeps nobody behind it out.
    session: Option<Bucket<IpAddr>>,
}

impl RateLimits {
    pub fn new(clock: &Arc<dyn Clock>, config: &Config) -> Self {
        let clock = LimiterClock(Arc::clone(clock));
        Self {
            person: Bucket::new("person", config.request_limit, &clock),
            address: Bucket::new("address", config.request_limit_address, &clock),
            session: Bucket::new("session", config.request_limit_address, &clock),
        }
    }

    /// Counts a request; `None` where nothing limits it.
    fn count(&self, request: &ServiceRequest, who: Option<Id<User>>) -> Option<Counted> {
        if request.path().starts_with("/health/") {
            return None;
        }
        if let Some(user) = who {
            let counted = self.person.as_ref()?.count(&user);
            let refused = counted.refused.filter(|_| !is_submission(request));
            return Some(Counted { refused, ..counted });
        }
        let address = household(true_address(request.request())?);
        let apart = is_session(request) || is_submission(request);
        let bucket = if apart { &self.session } else { &self.address };
        Some(bucket.as_ref()?.count(&address))
    }
}

/// A bid under seal is never refused for what its supplier asked before (ADR 0017).
fn is_submission(request: &ServiceRequest) -> bool {
    operation_of(request.request()).is_submission()
}

fn is_session(request: &ServiceRequest) -> bool {
    *request.method() == Method::POST && request.path().starts_with("/v1/sessions")
}

/// The user of the access token that a request brings, where the token is good.
fn signed_in(request: &ServiceRequest) -> Option<Id<User>> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (_, token) = value.split_once(' ')?;
    let app = request.app_data::<Data<App>>()?;
    let proven = access::verify_access(app, token.trim(), app.clock.now());
    proven.map(|credential| credential.user)
}

/// Counts a request before anything is done for it; refuses (429) one too many with the time to
/// wait.
pub async fn limit(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let who = signed_in(&request);
    if let Some(user) = who {
        request.extensions_mut().insert(SignedIn(user));
    }
    let requests = request.app_data::<Data<RateLimits>>().cloned();
    let counted = requests.and_then(|requests| requests.count(&request, who));
    let Some(Counted { allowance, refused }) = counted else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    request.extensions_mut().insert(allowance);
    if let Some(problem) = refused {
        discard(request.take_payload()).await;
        return Ok(request.into_response(Refusal::from(problem).error_response()));
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}
