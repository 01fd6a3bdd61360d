//! The log over HTTP.

use deserr::Deserr;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{ReadAudit, store};
use crate::{access::Scope, audit::Request, operations};
use crate::{
    access::{Actor, Organisation, Permit},
    db::Fault,
    http::{Answer, Page, PageOf, Query, Reply},
    kernel::{Faults, Id, Instant},
};

operations! { "audit":
    /// List audit events
    ///
    /// For auditors, about the public bodies that a grant names and while it lasts: acts in the name of
    /// these bodies, acts that concern them, and the opened bids for their lots. Newest first.
    get "/v1/audit/events" list_audit_events =
        signed_in().key(Scope::AuditRead).query::<AuditQuery>()
            .gives::<Page<AuditEvent>>(200, "A page of audit events")
            .row("docef", "nnnnny nn nnnn nnn");
}

/// What to look for in the log.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// An event's name, as `bid.submitted`.
    #[deserr(default)]
    pub what: Option<String>,
    /// The id of what it happened to.
    #[deserr(default)]
    pub thing_id: Option<String>,
    /// One of the bodies that are granted; all of them without.
    #[deserr(default)]
    #[param(value_type = Option<String>, format = "uuid")]
    pub organisation_id: Option<Id<Organisation>>,
    #[deserr(default)]
    pub user_id: Option<String>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

/// One event of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEvent {
    pub id: String,
    pub at: Instant,
    /// `bid.submitted`
    #[schema(example = "opportunity.published")]
    pub what: String,
    pub thing_kind: String,
    pub thing_id: String,
    pub user_id: Option<String>,
    /// The organisation that the person acted for.
    pub organisation_id: Option<String>,
    /// The whole event as it was hashed into the chain.
    #[schema(value_type = Object)]
    pub body: Value,
    /// SHA-256 of a zero byte and the body (RFC 6962).
    pub leaf: String,
}

impl From<store::StoredEvent> for AuditEvent {
    fn from(row: store::StoredEvent) -> Self {
        Self {
            id: row.id,
            at: row.at,
            what: row.what,
            thing_kind: row.thing_kind,
            thing_id: row.thing_id,
            user_id: row.user_id,
            organisation_id: row.organisation_id,
            body: serde_json::from_str(&row.body).unwrap_or_default(),
            leaf: row.leaf,
        }
    }
}

/// Each body is opened, so that each is told.
fn open(actor: &Actor, bodies: &[Id<Organisation>]) -> Result<Vec<Permit<ReadAudit>>, Fault> {
    let none = bodies.is_empty().then_some(None);
    let asked = bodies.iter().copied().map(Some).chain(none);
    asked
        .map(|body| {
            let (may, _) = store::log_of(body).open::<ReadAudit>(actor)?;
            Ok(may)
        })
        .collect()
}

async fn list_audit_events(request: Request, Query(query): Query<AuditQuery>) -> Reply {
    let wanted = store::Wanted {
        what: query.what,
        thing: query.thing_id,
        organisation: query.organisation_id,
        user: query.user_id,
    };
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("audit", &wanted))?;
    let events = request
        .read(move |db, actor| {
            let bodies = match wanted.organisation {
                Some(body) => vec![body],
                None => actor.audits.bodies(),
            };
            let may = open(actor, &bodies)?;
            let rows = store::list(db, &may, &bodies, &wanted, &page)?;
            Ok(page.cut(rows, |row| row.id.clone()).map(AuditEvent::from))
        })
        .await?;
    Ok(Answer::page(&events))
}
