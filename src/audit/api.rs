//! The log over HTTP.

use deserr::Deserr;

use super::{Request, reading, store::Wanted, views::AuditEvent};
use crate::{
    access::{Organisation, Scope},
    http::{Answer, Page, PageOf, Query, Reply},
    kernel::{Faults, Id},
    operations,
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

/// The events that are looked for in the log.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Faults, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// An event's name, as `bid.submitted`.
    #[deserr(default)]
    pub what: Option<String>,
    /// The id of the thing that the event is about.
    #[deserr(default)]
    pub thing_id: Option<String>,
    /// A body that a grant names; without it, all bodies that grants name.
    #[deserr(default)]
    #[param(value_type = Option<String>, format = "uuid")]
    pub organisation_id: Option<Id<Organisation>>,
    /// The person who acted.
    #[deserr(default)]
    pub user_id: Option<String>,
    #[deserr(default)]
    pub limit: Option<u8>,
    #[deserr(default)]
    pub cursor: Option<String>,
}

async fn list_audit_events(request: Request, Query(query): Query<AuditQuery>) -> Reply {
    let wanted = Wanted {
        what: query.what,
        thing: query.thing_id,
        organisation: query.organisation_id,
        user: query.user_id,
    };
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("audit", &wanted))?;
    let found = request.read(move |db, actor| reading::list(db, actor, &wanted, &page)).await?;
    Ok(Answer::page(&found))
}
