//! `guildhall import ocds`: one release, read together with what was read of its process before.

use serde::Serialize;
use serde_json::Value;

use super::{
    findings::{Findings, Repair},
    merge,
    policy::Import,
    release::{self, Head},
    store::{self, Taken},
    tender::{self, Drafted},
};
use crate::{
    app::App,
    db::Stale,
    kernel::FieldFault,
    opportunities::{self, Imported, ImportedOpportunity, Opportunity},
    organisations,
    prelude::*,
};

/// The outcome for a release.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum ImportVerdict {
    Accepted {
        ocid: String,
        opportunity_id: Id<Opportunity>,
    },
    Repaired {
        ocid: String,
        opportunity_id: Id<Opportunity>,
        repairs: Vec<Repair>,
    },
    /// The same release was taken before.
    Unchanged {
        ocid: String,
    },
    Rejected {
        ocid: Option<String>,
        errors: Vec<FieldFault>,
    },
}

impl ImportVerdict {
    /// A release that cannot even be read as JSON.
    pub fn unreadable(why: impl Into<String>) -> Self {
        let detail = why.into();
        let errors = vec![FieldFault { pointer: String::new(), code: "unparsable", detail }];
        Self::Rejected { ocid: None, errors }
    }

    fn rejected(release: &Value, findings: &Findings) -> Self {
        let ocid = release.get("ocid").and_then(Value::as_str).map(str::to_owned);
        Self::Rejected { ocid, errors: findings.faults.iter().cloned().collect() }
    }
}

/// Takes one release in, or says why not. The same release again changes nothing.
pub fn import(app: &App, release: &Value) -> Result<ImportVerdict, Fault> {
    let mut findings = Findings::default();
    let Some(head) = release::head(release, &mut findings) else {
        // What else is wrong is told at once, whatever its process may be.
        drop(tender::drafted(release, app.clock.now(), &mut findings));
        return Ok(ImportVerdict::rejected(release, &findings));
    };
    let ocid = head.ocid.clone();
    let before = app.pool.read_here(|db| store::of_process(db, &ocid))?;
    if let Some(same) = before.iter().find(|taken| taken.release_id == head.id) {
        if same.sha256 == head.sha256 {
            return Ok(ImportVerdict::Unchanged { ocid });
        }
        findings.fault("/id", "taken", "this release was taken before and said something else");
    }
    let drafted = draft(release, &head, &before, &mut findings)?;
    let Some(drafted) = drafted.filter(|_| findings.faults.is_empty()) else {
        return Ok(ImportVerdict::rejected(release, &findings));
    };
    let seen = i64::try_from(before.len()).unwrap_or(i64::MAX);
    let repairs = findings.repairs;
    let body = release.to_string();
    let read = ReadRelease { head, body, drafted, repairs: repairs.len() };
    let opportunity_id = audit::act_as_system(app, "import", move |tx, call| {
        if store::count_of_process(tx.db(), &read.head.ocid)? != seen {
            return Err(Stale.into());
        }
        take(tx, call, &read)
    })?;
    Ok(if repairs.is_empty() {
        ImportVerdict::Accepted { ocid, opportunity_id }
    } else {
        ImportVerdict::Repaired { ocid, opportunity_id, repairs }
    })
}

/// Reads a release together with the earlier releases of its process.
fn draft(
    release: &Value,
    head: &Head,
    before: &[Taken],
    findings: &mut Findings,
) -> Result<Option<Drafted>, Fault> {
    let mut all = Vec::new();
    for taken in before {
        let body: Value = serde_json::from_str(&taken.body)?;
        all.push((taken.released_at, taken.release_id.as_str(), body));
    }
    all.push((head.date, &head.id, release.clone()));
    all.sort_by(|(one, own, _), (other, its, _)| (one, own).cmp(&(other, its)));
    let first = all.first().map_or(head.date, |(date, ..)| *date);
    let compiled = merge::compiled(all.iter().map(|(_, _, body)| body));
    Ok(tender::drafted(&compiled, first, findings))
}

/// A release, read and ready to be taken in.
struct ReadRelease {
    head: Head,
    body: String,
    drafted: Drafted,
    /// How many things were put right.
    repairs: usize,
}

fn take(
    tx: &mut Tx<'_>,
    call: &Call,
    read: &ReadRelease,
) -> Result<Recorded<Id<Opportunity>>, Fault> {
    let ReadRelease { head, body, drafted, repairs } = read;
    let (may, ()) = store::anything().open::<Import>(&call.actor)?;
    let organisation = organisations::imported_body(tx, &drafted.buyer, call.at)?;
    let mut lots = Vec::new();
    for drafted in &drafted.lots {
        let mut lot = drafted.lot.clone();
        for (winner, identifier) in lot.winners.iter_mut().zip(&drafted.identifiers) {
            if let Some(identifier) = identifier {
                winner.supplier = organisations::supplier_by(tx.db(), identifier)?;
            }
        }
        lots.push(lot);
    }
    let imported = ImportedOpportunity {
        ocid: head.ocid.clone(),
        source_url: drafted.source_url.clone(),
        organisation,
        buyer_name: drafted.buyer.name.to_string(),
        content: drafted.content.clone(),
        published_at: drafted.published_at,
        lots,
    };
    let Imported { id, new } = opportunities::put_imported(tx, &imported, call.at)?;
    store::insert(tx, head, body, id, call.at)?;
    let what = if new { "opportunity.imported" } else { "opportunity.imported_again" };
    let event = Event::of(what, "opportunity", &id)
        .fact("ocid", head.ocid.clone())
        .fact("release", head.id.clone())
        .fact("sha256", head.sha256.clone())
        .fact("repairs", *repairs);
    audit::record(tx, call, &may, event, id)
}
