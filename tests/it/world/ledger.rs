//! What the clients of a world have asked for, held against what its log has kept: each write that
//! was acknowledged left one event, and nothing else left any (SAFETY C1).

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use serde_json::Value;

/// One request that may have written.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub status: u16,
    pub request_id: String,
    /// Whether it carried an idempotency key: then it may be an old answer, given again.
    pub keyed: bool,
}

static ASKED: LazyLock<Mutex<HashMap<String, Vec<Asked>>>> = LazyLock::new(Mutex::default);

/// A new server listens here: what was asked at this port before is another world's.
pub fn begin(base: &str) {
    ASKED.lock().unwrap().remove(base);
}

pub fn note(base: &str, asked: Asked) {
    if !["GET", "OPTIONS"].contains(&asked.method.as_str()) {
        ASKED.lock().unwrap().entry(base.to_owned()).or_default().push(asked);
    }
}

/// Compares what was asked at `base` with the bodies of all events there.
pub fn settle(base: &str, bodies: &[String]) {
    let asked = ASKED.lock().unwrap().remove(base).unwrap_or_default();
    let mut events: HashMap<String, usize> = HashMap::new();
    for body in bodies {
        let event: Value = serde_json::from_str(body).unwrap();
        // A refusal that is kept, as of a late bid, is about the request itself.
        if event["kind"] != "request" {
            *events.entry(event["request"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    for one in asked {
        let kept = events.get(&one.request_id).copied().unwrap_or(0);
        let acknowledged = (200..300).contains(&one.status);
        let right = match (acknowledged, one.path.as_str()) {
            (_, "/v1/receipts/verification") => kept == 0,
            // What a browser is asked is kept nowhere.
            (_, path) if path.ends_with("/challenge") => kept == 0,
            // Where somebody is sent travels with them.
            (_, "/v1/sessions/oidc") => kept == 0,
            // A refresh token used twice is refused, and ends its session all the same; a wrong
            // second factor is counted, and so committed.
            (false, "/v1/sessions/refresh" | "/v1/sessions/second-factor" | "/v1/me/step-up") => {
                kept <= 1
            }
            (true, _) => kept == 1 || (kept == 0 && one.keyed),
            (false, _) => kept == 0,
        };
        assert!(right, "{kept} events of {one:?}");
    }
}
