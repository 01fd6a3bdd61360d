//! Auditors' grants over HTTP, and what was read through them.

use actix_web::web::{self, Data, Path};
use deserr::Deserr;
use utoipa::ToSchema;

use super::{
    granting,
    model::{AuditorGrant, MOST_BODIES, NewGrant},
    reading,
    views::{AuditorGrantView, AuditorReadView},
};
use crate::{
    access::{self, Actor, Organisation, User},
    app::App,
    audit::{self, Call},
    db::{Db, Tx},
    http::{Answer, Body, Caller, Page, PageOf, PageQuery, Query, Reply},
    kernel::{Faults, Id, Instant, Problem, Text, list_of_ids},
    organisations::PageOfOrganisation,
};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/v1/auditor-grants")
                .route(web::get().to(list_auditor_grants))
                .route(web::post().to(propose_auditor_grant)),
        )
        .service(
            web::resource("/v1/auditor-grants/{id}").route(web::delete().to(revoke_auditor_grant)),
        )
        .service(
            web::resource("/v1/auditor-grants/{id}/confirmation")
                .route(web::post().to(confirm_auditor_grant)),
        )
        .service(
            web::resource("/v1/organisations/{id}/auditor-reads")
                .route(web::get().to(list_auditor_reads)),
        );
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(
    propose_auditor_grant,
    list_auditor_grants,
    confirm_auditor_grant,
    revoke_auditor_grant,
    list_auditor_reads
))]
pub struct Description;

/// The bodies and the period of a grant.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
pub struct NewAuditorGrant {
    #[schema(value_type = String, format = "uuid")]
    pub auditor_id: Id<User>,
    /// Public bodies, at most fifty, each once.
    #[schema(schema_with = list_of_ids)]
    pub organisation_ids: Vec<Id<Organisation>>,
    pub from: Instant,
    /// At most 366 days after `from`.
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
    let propose = move |tx: &mut Tx<'_>, call: &Call| granting::propose(tx, call, &asked);
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
    let list = move |db: &mut Db, actor: &Actor| reading::grants(db, actor, &page);
    let found = audit::read(&app, caller, list).await?;
    Ok(Answer::page(&found.map(|grant| AuditorGrantView::of(&grant, now))))
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
        (status = 409, description = "The grant does not wait for a confirmation"),
    ),
)]
pub async fn confirm_auditor_grant(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<access::Grant>>,
) -> Reply {
    let (id, now) = (path.into_inner(), caller.asked.at);
    let confirm = move |tx: &mut Tx<'_>, call: &Call| granting::confirm(tx, call, id);
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
        (status = 204, description = "The grant gives no access any more"),
        (status = 409, description = "The grant has already ended"),
    ),
)]
pub async fn revoke_auditor_grant(
    app: Data<App>,
    caller: Caller,
    path: Path<Id<access::Grant>>,
) -> Reply {
    let id = path.into_inner();
    let revoke = move |tx: &mut Tx<'_>, call: &Call| granting::revoke(tx, call, id);
    Ok(audit::act(&app, caller, revoke, |()| Answer::done()).await?)
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
    let of = path.into_inner();
    let page = PageOf::of(query.limit, query.cursor.as_deref(), &("auditor-reads", of))?;
    let asked = PageOfOrganisation { of, page };
    let list = move |db: &mut Db, actor: &Actor| reading::reads(db, actor, &asked);
    let found = audit::read(&app, caller, list).await?;
    Ok(Answer::page(&found.map(|read| AuditorReadView::from(&read))))
}
