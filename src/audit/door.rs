//! [`act`]: one operation, one transaction, one event. What no rule allowed, or what left no
//! event, does not commit and does not compile.

use serde_json::{Map, Value, json};

use super::{
    reads,
    retries::{self, Owner},
    store,
};
use crate::{
    access::{Actor, Permit, Rule, User, Who},
    app::{self, App},
    db::{self, Db, Fault, Lane, Note, Stale, Tx},
    http::{Answer, Caller, RetryKey},
    kernel::{Id, Instant},
};

/// What an operation knows besides what was asked of it.
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
    /// Refuses (412) when the caller has seen another version than the one that is here.
    pub fn saw(&self, version: i64) -> Result<(), Fault> {
        match self.seen {
            Some(seen) if seen != version => Err(Stale.into()),
            Some(_) | None => Ok(()),
        }
    }
}

/// What happened, in the past tense, to what. Never sealed content, secrets or personal data:
/// people and organisations are named by id.
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

impl Event {
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

/// The value of an operation that left its trace. Only [`record`] makes one, [`act`] wants one.
#[derive(Debug)]
#[must_use = "what was recorded is what commits"]
pub struct Recorded<T>(T);

impl<T> Recorded<T> {
    /// Goes on from the value to what is shown, in the same transaction.
    pub fn then<U>(self, go_on: impl FnOnce(T) -> Result<U, Fault>) -> Result<Recorded<U>, Fault> {
        go_on(self.0).map(Recorded)
    }
}

/// Writes the event with the name of the rule that allowed it.
pub fn record<R: Rule, T>(
    tx: &mut Tx<'_>,
    call: &Call,
    may: &Permit<R>,
    event: Event,
    value: T,
) -> Result<Recorded<T>, Fault> {
    let organisation = may.organisation().map(|id| id.to_string());
    write(tx, call, may.rule(), organisation, event)?;
    Ok(Recorded(value))
}

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

/// Runs one operation in one transaction for somebody who has signed in (else 401), and answers
/// with what it shows. A retry with the same `Idempotency-Key` gets the same answer again.
pub async fn act<T>(
    app: &App,
    caller: Caller,
    operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
    show: impl Fn(&T) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    app::signed_in(&caller)?;
    let lane = if is_submission(&caller) { Lane::Submission } else { Lane::Usual };
    run(app, caller, (lane, Answers::Kept), operation, show).await
}

/// As [`act`], for what the public may do: register, follow a link from a mail.
pub async fn act_openly<T>(
    app: &App,
    caller: Caller,
    operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
    show: impl Fn(&T) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    run(app, caller, (Lane::Usual, Answers::Kept), operation, show).await
}

/// As [`act_openly`], for answers that carry secrets, which are kept nowhere: signing in.
pub async fn act_secretly<T>(
    app: &App,
    caller: Caller,
    operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
    show: impl Fn(&T) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    run(app, caller, (Lane::Usual, Answers::Secret), operation, show).await
}

/// The answer that the same request got before: for acts of which something is judged ahead of
/// their transaction (a password, a link), which would be judged otherwise the second time.
pub async fn answered(app: &App, caller: &Caller) -> Result<Option<Answer>, Fault> {
    if caller.asked.retry.is_none() {
        return Ok(None);
    }
    let (inner, asked) = (app.clone(), caller.clone());
    let find = move |db: &mut Db, actor: &Actor| match owner(&inner, &asked, actor, Answers::Kept) {
        Some((retry, owner)) => retries::find(db, &owner, &retry),
        None => Ok(None),
    };
    app.read_openly(caller.clone(), find).await
}

/// Runs one operation as a part of Guildhall itself, on the caller's own thread.
pub fn act_as_system<T: Send + 'static>(
    app: &App,
    part: &'static str,
    operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
) -> Result<T, Fault> {
    act_here(app, move |_| Ok(Actor::system(part)), operation)
}

/// Runs one operation as a person who has no session, on the caller's own thread: the people of
/// the demo come through the same door as everybody.
pub fn act_as_person<T: Send + 'static>(
    app: &App,
    user: Id<User>,
    operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let now = app.clock.now();
    act_here(app, move |db| db::actor_of(db, user, now), operation)
}

fn act_here<T: Send + 'static>(
    app: &App,
    mut who: impl FnMut(&mut Db) -> Result<Actor, Fault> + Send + 'static,
    mut operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let (inner, at) = (app.clone(), app.clock.now());
    let request_id = Id::<Call>::new().to_string();
    let done = app.pool.write_here(move |tx| {
        let actor = who(tx.db())?;
        let (app, request_id) = (inner.clone(), request_id.clone());
        let call = Call { app, actor, at, request_id, seen: None };
        operation(tx, &call).map(|Recorded(value)| value)
    });
    app.committed.notify_waiters();
    done
}

/// A bid under seal waits longer than anything else for its place.
fn is_submission(caller: &Caller) -> bool {
    caller.asked.retry.as_ref().is_some_and(|retry| retry.route.ends_with("/submission"))
}

/// Whether an answer may be kept for a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answers {
    Kept,
    Secret,
}

/// Whose key the caller sent, where there is one to keep an answer under.
fn owner(app: &App, caller: &Caller, actor: &Actor, answers: Answers) -> Option<(RetryKey, Owner)> {
    let retry = caller.asked.retry.clone().filter(|_| answers == Answers::Kept)?;
    let retry = RetryKey { fingerprint: app.keys.tag(&retry.fingerprint), ..retry };
    let owner = actor.user().map_or_else(|| Owner::anybody(&retry), Owner::person);
    Some((retry, owner))
}

async fn run<T>(
    app: &App,
    caller: Caller,
    (lane, answers): (Lane, Answers),
    mut operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
    show: impl Fn(&T) -> Answer + Send + 'static,
) -> Result<Answer, Fault> {
    let refused = (app.clone(), caller.clone());
    let inner = app.clone();
    let work = move |tx: &mut Tx<'_>| {
        let actor = inner.who(tx.db(), &caller)?;
        let retry = owner(&inner, &caller, &actor, answers);
        if let Some((retry, owner)) = &retry
            && let Some(stored) = retries::find(tx.db(), owner, retry)?
        {
            return Ok(stored);
        }
        let call = Call {
            app: inner.clone(),
            actor,
            at: caller.asked.at,
            request_id: caller.asked.request_id.clone(),
            seen: caller.asked.seen,
        };
        let Recorded(value) = operation(tx, &call)?;
        let answer = show(&value);
        if let Some((retry, owner)) = &retry {
            retries::keep(tx, owner, retry, &answer, call.at)?;
        }
        Ok(answer)
    };
    let done = app.pool.write(lane, work).await;
    if let Err(Fault::Noteworthy(problem, note)) = &done {
        keep(refused.0, refused.1, problem.detail.clone(), note.clone()).await;
    }
    app.committed.notify_waiters();
    done
}

/// A short read, as [`App::read_openly`]. What a grant opened to an auditor is written down before
/// the answer leaves: when that fails, nothing is shown.
pub async fn read_openly<T: Send + 'static>(
    app: &App,
    caller: Caller,
    work: impl FnOnce(&mut Db, &Actor) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let (found, opened) = app.look(caller.clone(), work).await?;
    if !opened.is_empty() {
        reads::keep(app, caller, opened).await?;
    }
    Ok(found)
}

/// The same for somebody who has signed in (else 401). Its noteworthy refusals are kept in the
/// log. The answer does not wait for that, or its time would tell a sealed id from a random one
/// (SAFETY A1, A12).
pub async fn read<T: Send + 'static>(
    app: &App,
    caller: Caller,
    work: impl FnOnce(&mut Db, &Actor) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    app::signed_in(&caller)?;
    let done = read_openly(app, caller.clone(), work).await;
    keep_behind(app, caller, done.as_ref().err()).await;
    done
}

/// As [`read`], for what may take long: whole files.
pub async fn read_long<T: Send + 'static>(
    app: &App,
    caller: Caller,
    work: impl FnOnce(&mut Db, &Actor) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    app::signed_in(&caller)?;
    let done = match app.look_long(caller.clone(), work).await {
        Ok((found, opened)) if opened.is_empty() => Ok(found),
        Ok((found, opened)) => reads::keep(app, caller.clone(), opened).await.map(|()| found),
        Err(fault) => Err(fault),
    };
    keep_behind(app, caller, done.as_ref().err()).await;
    done
}

/// Keeps what is noteworthy of a read behind its answer.
async fn keep_behind(app: &App, caller: Caller, fault: Option<&Fault>) {
    let Some(Fault::Noteworthy(problem, note)) = fault else { return };
    let (place, app) = (app.keeping().await, app.clone());
    let (detail, note) = (problem.detail.clone(), note.clone());
    actix_web::rt::spawn(async move {
        keep(app, caller, detail, note).await;
        drop(place);
    });
}

/// Keeps a noteworthy refusal, after the operation itself has been rolled back. When even that
/// fails the refusal stands, and the log line is what remains.
async fn keep(app: App, caller: Caller, detail: String, note: Note) {
    let (inner, what) = (app.clone(), note.what);
    let work = move |tx: &mut Tx<'_>| {
        let actor = inner.who(tx.db(), &caller)?;
        let call = Call {
            app: inner.clone(),
            actor,
            at: caller.asked.at,
            request_id: caller.asked.request_id.clone(),
            seen: None,
        };
        let mut event = Event::of(note.what, "request", &call.request_id)
            .fact("detail", detail.clone())
            .fact("route", caller.asked.route.clone())
            .fact("body_bytes", caller.asked.bytes)
            .fact("body_sha256", caller.asked.fingerprint.clone());
        if let Some(lot) = &note.sealed_lot {
            event = event.sealed_until_opening(lot);
        }
        write(tx, &call, note.what, None, event)
    };
    if let Err(fault) = app.pool.write(Lane::Submission, work).await {
        tracing::error!(what, fault = fault.sentence(), "a noteworthy refusal was not recorded");
    }
}
