//! `guildhall audit verify`: recomputes the chain and names the first event that is wrong.

use serde_json::Value;

use super::{
    sequence::{Checkpoint, head, leaf},
    store::{self, StoredEvent},
};
use crate::{
    app::Signer,
    db::{Db, Fault},
};

/// A log that is whole: so many events, ending in this head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub events: i64,
    pub head: String,
    /// Committed and without a number yet: the server gives it within a second.
    pub unnumbered: i64,
}

/// The first number at which the log is not what was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the log is broken at number {seq}: {why}")]
pub struct Broken {
    pub seq: i64,
    pub why: &'static str,
}

const PAGE: i64 = 1_000;

/// Reads the whole log once. `checkpoint` is the newest one kept outside the database.
pub fn verify(
    db: &mut Db,
    checkpoint: Option<&Checkpoint>,
    signer: &Signer,
) -> Result<Result<Verified, Broken>, Fault> {
    let mut so_far = Verified { events: 0, head: String::new(), unnumbered: 0 };
    if checkpoint.is_some_and(|c| !c.is_signed_by(signer)) {
        return Ok(Err(Broken { seq: 0, why: "the checkpoint's signature is not ours" }));
    }
    loop {
        let page = store::numbered(db, so_far.events, PAGE)?;
        for event in &page {
            if let Err(why) = follows(&so_far, event) {
                return Ok(Err(Broken { seq: so_far.events + 1, why }));
            }
            so_far.head = head(&so_far.head, &event.leaf);
            so_far.events += 1;
            if checkpoint.is_some_and(|c| c.size == so_far.events && c.head != so_far.head) {
                return Ok(Err(Broken {
                    seq: so_far.events,
                    why: "the checkpoint saw another log",
                }));
            }
        }
        if page.is_empty() {
            break;
        }
    }
    if checkpoint.is_some_and(|c| c.size > so_far.events) {
        let why = "the checkpoint saw a longer log: events are missing at the end";
        return Ok(Err(Broken { seq: so_far.events + 1, why }));
    }
    so_far.unnumbered = store::count_unnumbered(db)?;
    Ok(Ok(so_far))
}

/// Whether this event is whole and stands where the chain says.
fn follows(before: &Verified, event: &StoredEvent) -> Result<(), &'static str> {
    if event.seq != Some(before.events + 1) {
        return Err("a number is missing or appears twice");
    }
    if leaf(&event.body) != event.leaf {
        return Err("the event is not what was hashed");
    }
    if event.head.as_deref() != Some(head(&before.head, &event.leaf).as_str()) {
        return Err("the chain does not lead here");
    }
    let body: Value = serde_json::from_str(&event.body).map_err(|_cause| "the event is no JSON")?;
    let says = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let same = says("id").as_ref() == Some(&event.id)
        && says("what").as_ref() == Some(&event.what)
        && says("kind").as_ref() == Some(&event.thing_kind)
        && says("thing").as_ref() == Some(&event.thing_id)
        && says("user") == event.user_id
        && says("organisation") == event.organisation_id
        && says("at") == Some(event.at.to_string());
    if same { Ok(()) } else { Err("the columns say something else than the event") }
}
