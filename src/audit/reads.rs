//! What auditors read, written down.

use serde_json::json;

use super::{
    event::{Call, Event, write},
    store,
};
use crate::{
    access::{Grant, Opened, Organisation},
    app::App,
    db::{Fault, Lane, Tx},
    http::Caller,
    kernel::Id,
};

/// What one request opened of one body.
struct Read {
    body: Id<Organisation>,
    grant: Id<Grant>,
    rules: Vec<&'static str>,
}

fn by_body(opened: &[Opened]) -> Vec<Read> {
    let mut all: Vec<Read> = Vec::new();
    for one in opened {
        match all.iter_mut().find(|read| read.body == one.body && read.grant == one.grant) {
            Some(read) => read.rules.push(one.rule),
            None => all.push(Read { body: one.body, grant: one.grant, rules: vec![one.rule] }),
        }
    }
    all
}

/// An event, and a row for the body to see, for each body that was read: in one transaction,
/// after the read and before its answer.
pub async fn keep(app: &App, caller: &Caller, opened: Vec<Opened>) -> Result<(), Fault> {
    let (inner, caller) = (app.clone(), caller.clone());
    let work = move |tx: &mut Tx<'_>| {
        let call = Call::of(&inner, &caller, inner.who(tx.db(), &caller)?);
        let auditor = call.person()?;
        for read in by_body(&opened) {
            let event = Event::of("auditor.read", "organisation", &read.body)
                .fact("grant", read.grant.to_string())
                .fact("route", caller.asked.route.clone())
                .fact("rules", json!(read.rules));
            write(tx, &call, "auditor.read", None, event)?;
            let row = store::NewRead {
                id: Id::new(),
                grant_id: read.grant,
                auditor_id: auditor,
                organisation_id: read.body,
                route: caller.asked.route.clone(),
                rules: read.rules.join(" "),
                at: call.at,
            };
            store::insert_read(tx, row)?;
        }
        Ok(())
    };
    let done = app.pool.write(Lane::Usual, work).await;
    app.committed.notify_waiters();
    done
}
