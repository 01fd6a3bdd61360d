//! The writes that the clients of a world have asked for, compared with its audit log: each write
//! that was acknowledged left exactly one event, and no other request left any (SAFETY C1).

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use serde_json::Value;

/// One request that may have written.
#[derive(Debug, Clone)]
pub struct Write {
    pub method: String,
    pub path: String,
    pub status: u16,
    pub request_id: String,
    /// Whether the request carried an idempotency key: then the answer may be an earlier one, repeated.
    pub keyed: bool,
}

static ASKED: LazyLock<Mutex<HashMap<String, Vec<Write>>>> = LazyLock::new(Mutex::default);

/// A new server listens here: earlier requests to this port belong to another world.
pub fn forget(base: &str) {
    ASKED.lock().unwrap().remove(base);
}

pub fn record(base: &str, write: Write) {
    if !["GET", "OPTIONS"].contains(&write.method.as_str()) {
        ASKED.lock().unwrap().entry(base.to_owned()).or_default().push(write);
    }
}

/// Compares the writes sent to `base` with the bodies of all events there.
pub fn compare_with_log(base: &str, bodies: &[String]) {
    let asked = ASKED.lock().unwrap().remove(base).unwrap_or_default();
    let mut events: HashMap<String, usize> = HashMap::new();
    for body in bodies {
        let event: Value = serde_json::from_str(body).unwrap();
        // A refusal that is kept, as of a late bid, is about the request itself.
        if event["kind"] != "request" {
            *events.entry(event["request"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    for write in asked {
        let kept = events.get(&write.request_id).copied().unwrap_or(0);
        let acknowledged = (200..300).contains(&write.status);
        let right = match (acknowledged, write.path.as_str()) {
            (_, "/v1/receipts/verification") => kept == 0,
            // A passkey challenge is kept nowhere.
            (_, path) if path.ends_with("/challenge") => kept == 0,
            // The state of an OIDC sign-in travels with the browser.
            (_, "/v1/sessions/oidc") => kept == 0,
            // A refresh token used twice is refused, and ends its session all the same; a wrong
            // second factor is counted, and so committed.
            (false, "/v1/sessions/refresh" | "/v1/sessions/second-factor" | "/v1/me/step-up") => {
                kept <= 1
            }
            (true, _) => kept == 1 || (kept == 0 && write.keyed),
            (false, _) => kept == 0,
        };
        assert!(right, "{kept} events of {write:?}");
    }
}
