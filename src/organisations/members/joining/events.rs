//! Events of requests to join.

use super::model::JoinRequest;
use crate::audit::Event;

pub fn about(what: &'static str, request: &JoinRequest) -> Event {
    Event::of(what, "organisation", &request.organisation)
        .fact("request", request.id.to_string())
        .fact("user", request.user.to_string())
}
