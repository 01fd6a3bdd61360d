//! Auditors' grants over HTTP, and what was read through them.

use actix_web::web::{Data, Path};
use deserr::Deserr;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{
    grants::{self, NewGrant},
    model_grants::{AuditorGrant, AuditorRead, GrantState, MOST_BODIES},
    policy::{ListGrants, ReadAuditorReads},
    store, store_grants,
};
use crate::{
    access::{self, Organisation, User},
    app::App,
    audit::{self, Call},
    db::Tx,
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Instant, Problem, Text, list_of_ids},
};

/// What an auditor is to read, and when.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewAuditorGrant {
    #[schema(value_type = String, format = "uuid")]
    pub auditor_id: Id<User>,
    /// Public bodies, at most fifty, each once.
    #[schema(schema_with = list_of_ids)]
    pub organisation_ids: Vec<Id<Organisation>>,
    pub from: Instant,
    /// At most 366 days later.
    pub until: Instant,
    #[schema(example = "Yearly audit of procurement, reference 2026/17.")]
    pub reason: Text<2000>,
}

impl NewAuditorGrant {
    fn checked(self) -> Result<NewGrant, Problem> {
        let mut faults = Faults::new();
        let ids = &self.organisation_ids;
        if ids.is_empty() {
            faults.add("/organisation_ids", "empty", "name at least one public body");
        }
        if ids.len() > MOST_BODIES {
            faults.add("/organisation_ids", "too-many", "name at most fifty public bodies");
        }
        for (n, one) in ids.iter().enumerate() {
            if ids.iter().take(n).any(|other| other == one) {
                faults.add(format!("/organisation_ids/{n}"), "duplicate", "appears twice");
            }
        }
        faults.none()?;
        let Self { auditor_id: auditor, organisation_ids: bodies, from, until, reason } = self;
        Ok(NewGrant { auditor, bodies, from, until, reason })
    }
}

/// A grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditorGrantView {
    pub id: String,
    #[schema(value_type = String, format = "uuid")]
    pub auditor_id: Id<User>,
    pub organisation_ids: Vec<String>,
    pub reason: String,
    pub from: Instant,
    pub until: Instant,
    /// At this moment: a grant begins and ends by itself.
    pub state: GrantState,
    #[schema(value_type = String, format = "uuid")]
    pub proposed_by: Id<User>,
    pub proposed_at: Instant,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
}

impl AuditorGrantView {
    fn of(grant: &AuditorGrant, now: Instant) -> Self {
        Self {
            id: grant.id.to_string(),
            auditor_id: grant.auditor,
            organisation_ids: grant.bodies.iter().map(ToString::to_string).collect(),
            reason: grant.reason.clone(),
            from: grant.from,
            until: grant.until,
            state: grant.state(now),
            proposed_by: grant.proposed_by,
            proposed_at: grant.proposed_at,
            confirmed_by: grant.confirmed.map(|(by, _)| by.to_string()),
            confirmed_at: grant.confirmed.map(|(_, at)| at),
            revoked_at: grant.revoked.map(|(_, at)| at),
        }
    }
}

fn shown(now: Instant) -> impl Fn(&AuditorGrant) -> Answer + Send + 'static {
    move |grant| Answer::created(&AuditorGrantView::of(grant, now), "/v1/auditor-grants")
}

/// Propose an auditor grant
///
/// By an administrator who is not the auditor: names public bodies, a period and a reason. The
/// grant gives no access until another administrator confirms it.
#[utoipa::path(
    post,
    path = "/v1/auditor-grants",
    operation_id = "propose_auditor_grant",
    tag = "auditors",
    request_body = NewAuditorGrant,
    security(("bearer" = [])),
    responses((status = 201, description = "The proposal", body = AuditorGrantView)),
)]
pub async fn propose_auditor_grant(
    app: Data<App>,
    caller: Caller,
    Body(new): Body<NewAuditorGrant>,
) -> Reply {
    let (asked, now) = (new.checked()?, caller.asked.at);
    let propose = move |tx: &mut Tx<'_>, call: &Call| grants::propose(tx, call, &asked);
    Ok(audit::act(&app, caller, propose, shown(now)).await?)
}

/// List auditor grants
///
/// Administrators see all grants, auditors their own. Newest first.
#[utoipa::path(
    get,
    path = "/v1/auditor-grants",
    operation_id = "list_auditor_grants",
    tag = "auditors",
    params(PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of grants", body = Page<AuditorGrantView>)),
)]
pub async fn list_auditor_grants(
    app: Data<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Reply {
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &"auditor-grants")?;
    let now = caller.asked.at;
    let found = audit::read(&app, caller, move |db, actor| {
        let (_, ()) = store_grants::all().open::<ListGrants>(actor)?;
        let rows = store_grants::list(db, actor, &page)?;
        let page = page.cut(rows, |grant| grant.id.to_string());
        Ok(page.map(|grant| AuditorGrantView::of(&grant, now)))
    })
    .await?;
    Ok(Answer::page(&found))
}

/// Confirm an auditor grant
///
/// By an administrator other than the one who proposed it, and not by the auditor. The auditor and
/// the owners of the bodies are told.
#[utoipa::path(
    post,
    path = "/v1/auditor-grants/{id}/confirmation",
    operation_id = "confirm_auditor_grant",
    tag = "auditors",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The grant", body = AuditorGrantView),
        (status = 409, description = "Not waiting to be confirmed"),
    ),
)]
pub async fn confirm_auditor_grant(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<access::Grant>>,
) -> Reply {
    let (id, now) = (path.into_inner(), caller.asked.at);
    let confirm = move |tx: &mut Tx<'_>, call: &Call| grants::confirm(tx, call, id);
    Ok(audit::act(&app, caller, confirm, shown(now)).await?)
}

/// Revoke an auditor grant
///
/// By any administrator. The auditor loses access from the next request on. The auditor and the
/// owners of the bodies are told.
#[utoipa::path(
    delete,
    path = "/v1/auditor-grants/{id}",
    operation_id = "revoke_auditor_grant",
    tag = "auditors",
    params(("id" = String, Path, format = "uuid")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "It opens nothing any more"),
        (status = 409, description = "Over already"),
    ),
)]
pub async fn revoke_auditor_grant(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<access::Grant>>,
) -> Reply {
    let id = path.into_inner();
    let revoke = move |tx: &mut Tx<'_>, call: &Call| grants::revoke(tx, call, id);
    Ok(audit::act(&app, caller, revoke, |()| Answer::done()).await?)
}

/// What an auditor read of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditorReadView {
    pub id: String,
    pub at: Instant,
    #[schema(value_type = String, format = "uuid")]
    pub grant_id: Id<access::Grant>,
    #[schema(value_type = String, format = "uuid")]
    pub auditor_id: Id<User>,
    pub auditor_name: String,
    /// Method and path.
    #[schema(example = "GET /v1/bids/0199b4f0-7c1e-7d3a-8f00-3b1d5c9e2a11")]
    pub route: String,
    /// What the grant opened, by the names of the rules.
    #[schema(example = json!(["bid.read"]))]
    pub rules: Vec<String>,
}

impl From<&AuditorRead> for AuditorReadView {
    fn from(read: &AuditorRead) -> Self {
        Self {
            id: read.id.to_string(),
            at: read.at,
            grant_id: read.grant,
            auditor_id: read.auditor,
            auditor_name: read.auditor_name.clone(),
            route: read.route.clone(),
            rules: read.rules.clone(),
        }
    }
}

/// List reads by auditors
///
/// Every request of an auditor under a grant. For owners of the organisation, newest first.
#[utoipa::path(
    get,
    path = "/v1/organisations/{id}/auditor-reads",
    operation_id = "list_auditor_reads",
    tag = "auditors",
    params(("id" = String, Path, format = "uuid"), PageQuery),
    security(("bearer" = [])),
    responses((status = 200, description = "A page of reads", body = Page<AuditorReadView>)),
)]
pub async fn list_auditor_reads(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<Organisation>>,
    Query(query): Query<PageQuery>,
) -> Reply {
    let id = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("auditor-reads", id))?;
    let found = audit::read(&app, caller, move |db, actor| {
        let (may, organisation) = store::load(db, id)?.open::<ReadAuditorReads>(actor)?;
        let rows = store_grants::list_reads(db, &may, organisation.id, &page)?;
        Ok(page.cut(rows, |read| read.id.to_string()).map(|read| AuditorReadView::from(&read)))
    })
    .await?;
    Ok(Answer::page(&found))
}
