//! The call of an operation, and the event that it leaves.

use serde_json::{Map, Value, json};

use super::store;
use crate::{
    access::{Actor, User, Who},
    app::App,
    db::{Fault, Stale, Tx},
    http::Caller,
    kernel::{Id, Instant, Problem},
};

/// The call of an operation: the actor, the instant and the application.
pub struct Call {
    pub app: App,
    pub actor: Actor,
    /// The instant when the request had arrived whole; the same in every retry.
    pub at: Instant,
    pub request_id: String,
    /// The version that the caller has seen (`If-Match`).
    pub seen: Option<i64>,
}

impl Call {
    /// The call of an HTTP request, by the actor that was found behind it.
    pub fn of(app: &App, caller: &Caller, actor: Actor) -> Self {
        Self {
            app: app.clone(),
            actor,
            at: caller.asked.at,
            request_id: caller.asked.request_id.clone(),
            seen: caller.asked.seen,
        }
    }

    /// The person who has signed in. Refuses (401) everybody else.
    pub fn person(&self) -> Result<Id<User>, Problem> {
        self.actor.person()
    }

    /// Refuses (412) when the caller has seen another version than the one that is here.
    pub fn saw(&self, version: i64) -> Result<(), Fault> {
        match self.seen {
            Some(seen) if seen != version => Err(Stale.into()),
            Some(_) | None => Ok(()),
        }
    }
}

/// An event of the log: an act in the past tense, and the thing that it changed. Never sealed content,
/// secrets or personal data: people and organisations are named by id.
#[derive(Debug)]
pub struct Event {
    what: &'static str,
    kind: &'static str,
    thing: String,
    before: Option<i64>,
    after: Option<i64>,
    facts: Map<String, Value>,
    sealed_lot: Option<String>,
}

/// A thing whose versions the log names.
pub trait Versioned {
    /// The kind of the thing, as `bid`.
    const KIND: &'static str;

    fn id(&self) -> String;

    fn version(&self) -> i64;
}

impl Event {
    /// `lot.cancelled` happened to a thing that has just been written, in the version of its own.
    pub fn over<T: Versioned>(what: &'static str, written: &T) -> Self {
        let version = written.version();
        Self::of(what, T::KIND, &written.id()).versions(version - 1, version)
    }

    /// `bid.submitted` happened to the `bid` of this id.
    pub fn of(what: &'static str, kind: &'static str, thing: &impl ToString) -> Self {
        Self {
            what,
            kind,
            thing: thing.to_string(),
            before: None,
            after: None,
            facts: Map::new(),
            sealed_lot: None,
        }
    }

    /// The version before and after.
    #[must_use]
    pub fn versions(self, before: i64, after: i64) -> Self {
        Self { before: Some(before), after: Some(after), ..self }
    }

    #[must_use]
    pub fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// Keeps the event from everybody's eyes until this lot has been opened.
    #[must_use]
    pub fn sealed_until_opening(self, lot: &impl ToString) -> Self {
        Self { sealed_lot: Some(lot.to_string()), ..self }
    }
}

/// Writes an event: the rule that allowed it stands in its body.
pub(super) fn write(
    tx: &mut Tx<'_>,
    call: &Call,
    rule: &str,
    organisation: Option<String>,
    event: Event,
) -> Result<(), Fault> {
    let id = Id::<Event>::new();
    let (user, part) = match call.actor.who {
        Who::Person(user) => (Some(user.to_string()), "person"),
        Who::Anybody => (None, "anybody"),
        Who::System(part) => (None, part),
    };
    let mut body = json!({
        "id": id, "at": call.at, "actor": part, "user": user, "organisation": organisation,
        "rule": rule, "what": event.what, "kind": event.kind, "thing": event.thing,
        "request": call.request_id, "before": event.before, "after": event.after,
        "facts": event.facts,
    });
    if let (Some(key), Some(members)) = (call.actor.key, body.as_object_mut()) {
        members.insert("key".to_owned(), json!(key));
    }
    // What is hashed has its members in order, whatever a dependency makes of JSON: others recompute it.
    body.sort_all_objects();
    let row = store::NewEvent {
        id: id.to_string(),
        leaf: super::sequence::leaf(&body.to_string()),
        body: body.to_string(),
        what: event.what.to_owned(),
        thing_kind: event.kind.to_owned(),
        thing_id: event.thing,
        user_id: user,
        organisation_id: organisation,
        sealed_lot_id: event.sealed_lot,
        at: call.at,
    };
    store::insert(tx, row)
}
