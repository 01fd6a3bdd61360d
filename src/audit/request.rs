//! [`Request`]: what a handler is given, and its two ways on: an operation that writes in one
//! transaction and leaves one event, or a read. What no rule allowed, or what left no event, does
//! not commit and does not compile.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};

use super::{
    door::Recorded,
    event::{Call, Event, write},
    reads,
    retries::{self, Owner},
};
use crate::{
    access::Actor,
    app::App,
    db::{Db, Fault, Lane, Note, Tx},
    http::{Answer, Caller, Openness, Operation, Refusal, Reply, RetryKey},
    kernel::{Instant, Problem, kinds},
};

/// A request on its way to an operation: the application and the caller.
///
/// The operation's record has been kept by then: the caller has a credential where the operation
/// asks for one (else 401), `If-Match` (428) and `Idempotency-Key` (400) are there where they must.
#[derive(Clone)]
pub struct Request {
    pub app: App,
    caller: Arc<Caller>,
}

impl FromRequest for Request {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(extract(request).map_err(Refusal::from))
    }
}

fn extract(request: &HttpRequest) -> Result<Request, Problem> {
    let broken = || Problem::new(kinds::INTERNAL, kinds::INTERNAL.advice);
    let app = request.app_data::<Data<App>>().ok_or_else(broken)?;
    let caller = Caller::of(request)?;
    let refuse = |kind: crate::kernel::Kind| Err(Problem::new(kind, kind.advice));
    let operation = caller.asked.operation;
    if operation.openness == Openness::SignedIn && caller.credential.is_none() {
        return refuse(kinds::UNAUTHENTICATED);
    }
    if operation.if_match && caller.asked.seen.is_none() {
        return refuse(kinds::IF_MATCH_MISSING);
    }
    if operation.keyed && caller.asked.retry.is_none() {
        return refuse(kinds::KEY_MISSING);
    }
    Ok(Request::new(app, caller))
}

impl Request {
    pub fn new(app: &App, caller: Caller) -> Self {
        Self { app: app.clone(), caller: Arc::new(caller) }
    }

    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The instant when the request had arrived whole.
    pub fn at(&self) -> Instant {
        self.caller.asked.at
    }

    fn operation(&self) -> &'static Operation {
        self.caller.asked.operation
    }

    /// The same request without its credential.
    #[must_use]
    pub fn anonymously(&self) -> Self {
        let caller = Caller { credential: None, ..Caller::clone(&self.caller) };
        Self { app: self.app.clone(), caller: Arc::new(caller) }
    }

    /// The same request without its `Idempotency-Key`: the answer is kept for no retry.
    #[must_use]
    pub fn unkeyed(&self) -> Self {
        let mut caller = Caller::clone(&self.caller);
        caller.asked.retry = None;
        Self { app: self.app.clone(), caller: Arc::new(caller) }
    }

    /// Runs one operation in one transaction and answers with what it shows. A retry with the same
    /// `Idempotency-Key` gets the same answer again, unless the answer carries a secret.
    pub async fn act<T>(
        &self,
        mut operation: impl FnMut(&mut Tx<'_>, &Call) -> Result<Recorded<T>, Fault> + Send + 'static,
        show: impl Fn(&T) -> Answer + Send + 'static,
    ) -> Reply {
        let inner = self.clone();
        let work = move |tx: &mut Tx<'_>| {
            let actor = inner.app.who(tx.db(), &inner.caller)?;
            let retry = inner.retry(&actor);
            if let Some((retry, owner)) = &retry
                && let Some(stored) = retries::find(tx.db(), owner, retry)?
            {
                return Ok(stored);
            }
            let call = Call::of(&inner.app, &inner.caller, actor);
            let Recorded(value) = operation(tx, &call)?;
            let answer = show(&value);
            if let Some((retry, owner)) = &retry {
                retries::keep(tx, owner, retry, &answer, call.at)?;
            }
            Ok(answer)
        };
        let lane = if self.operation().is_submission() { Lane::Submission } else { Lane::Usual };
        let done = self.app.pool.write(lane, work).await;
        if let Err(Fault::Noteworthy(problem, note)) = &done {
            self.keep(&problem.detail, note).await;
        }
        self.app.committed.notify_waiters();
        done
    }

    /// The answer that the same request got before: for operations that check something ahead of
    /// their transaction (a password, a link), which would fail the second time.
    pub async fn answered(&self) -> Result<Option<Answer>, Fault> {
        if self.caller.asked.retry.is_none() {
            return Ok(None);
        }
        let inner = self.clone();
        self.read(move |db, actor| match inner.retry(actor) {
            Some((retry, owner)) => retries::find(db, &owner, &retry),
            None => Ok(None),
        })
        .await
    }

    /// Runs a read. What an auditor's grant opened is written down before the answer leaves: when
    /// that fails, nothing is shown. A noteworthy refusal is kept behind the answer, or its time
    /// would tell a sealed id from a random one (SAFETY A1, A12).
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Db, &Actor) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.reading(self.operation().long, work).await
    }

    /// As [`read`](Self::read), for a read that takes long for some of its parameters.
    pub async fn read_long<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Db, &Actor) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.reading(true, work).await
    }

    async fn reading<T: Send + 'static>(
        &self,
        long: bool,
        work: impl FnOnce(&mut Db, &Actor) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let inner = self.clone();
        let work = move |db: &mut Db| {
            let actor = inner.app.who(db, &inner.caller)?;
            let found = work(db, &actor)?;
            Ok((found, actor.audits.opened()))
        };
        let pool = &self.app.pool;
        let done = if long { pool.read_long(work).await } else { pool.read(work).await };
        let done = match done {
            Ok((found, opened)) if opened.is_empty() => Ok(found),
            Ok((found, opened)) => {
                reads::keep(&self.app, &self.caller, opened).await.map(|()| found)
            }
            Err(fault) => Err(fault),
        };
        if let Err(Fault::Noteworthy(problem, note)) = &done {
            self.keep_behind(problem, note).await;
        }
        done
    }

    /// Whose `Idempotency-Key` came, where an answer is kept under one.
    fn retry(&self, actor: &Actor) -> Option<(RetryKey, Owner)> {
        let retry = self.caller.asked.retry.clone().filter(|_| !self.operation().secret)?;
        let fingerprint = self.app.keys.tag(&retry.fingerprint);
        let retry = RetryKey { fingerprint, ..retry };
        let owner = actor.user().map_or_else(|| Owner::anybody(&retry), Owner::person);
        Some((retry, owner))
    }

    /// Keeps what is noteworthy of a read behind its answer.
    async fn keep_behind(&self, problem: &Problem, note: &Note) {
        let (place, inner) = (self.app.keeping().await, self.clone());
        let (detail, note) = (problem.detail.clone(), note.clone());
        actix_web::rt::spawn(async move {
            inner.keep(&detail, &note).await;
            drop(place);
        });
    }

    /// Keeps a noteworthy refusal, after the operation itself has been rolled back. When even that
    /// fails the refusal stands, and the log line is what remains.
    async fn keep(&self, detail: &str, note: &Note) {
        let (inner, detail, note, what) =
            (self.clone(), detail.to_owned(), note.clone(), note.what);
        let work = move |tx: &mut Tx<'_>| {
            let actor = inner.app.who(tx.db(), &inner.caller)?;
            let call = Call::of(&inner.app, &inner.caller, actor);
            let asked = &inner.caller.asked;
            let mut event = Event::of(note.what, "request", &call.request_id)
                .fact("detail", detail.clone())
                .fact("route", asked.route.clone())
                .fact("body_bytes", asked.bytes)
                .fact("body_sha256", asked.fingerprint.clone());
            if let Some(lot) = &note.sealed_lot {
                event = event.sealed_until_opening(lot);
            }
            write(tx, &call, note.what, None, event)
        };
        if let Err(fault) = self.app.pool.write(Lane::Submission, work).await {
            tracing::error!(
                what,
                fault = fault.sentence(),
                "a noteworthy refusal was not recorded"
            );
        }
    }
}
